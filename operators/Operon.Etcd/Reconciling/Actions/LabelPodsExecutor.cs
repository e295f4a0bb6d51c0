using System.Text.Json.Nodes;
using Operon.Etcd.Api;
using Operon.Etcd.Objects;
using Operon.Etcd.Planning;
using Operon.Kubernetes;

namespace Operon.Etcd.Reconciling;

/// <summary>Labels pods by their role in etcd.</summary>
internal sealed class LabelPodsExecutor(IKubernetesClient client) : ActionExecutor<LabelPods>
{
    protected override async Task<string?> ExecuteAsync(ClusterSnapshot snapshot, LabelPods action, CancellationToken cancellationToken)
    {
        foreach (var (pod, role) in action.Roles)
        {
            var patch = new JsonObject { ["metadata"] = new JsonObject { ["labels"] = new JsonObject { [ClusterLayout.RoleLabel] = role } } };
            try
            {
                await client.Resource(EtcdKinds.Pod).PatchAsync(snapshot.Layout.Namespace, pod, Patch.Merge(patch), cancellationToken);
            }
            catch (KubernetesApiException e) when (e.IsNotFound)
            {
                // Gone since it was looked at.
                continue;
            }
        }

        return null;
    }
}
