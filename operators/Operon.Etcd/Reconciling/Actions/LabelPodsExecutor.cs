using System.Text.Json.Nodes;
using Operon.Etcd.Api;
using Operon.Etcd.Objects;
using Operon.Etcd.Planning;
using Operon.Kubernetes;

namespace Operon.Etcd.Reconciling;

/// <summary>Labels pods by their role in etcd.</summary>
internal sealed class LabelPodsExecutor(IKubernetesClient client, TimeProvider time) : ActionExecutor<LabelPods>
{
    /// <summary>What a refusal is remembered under.</summary>
    public const string Title = "Labels of pods";

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

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
            catch (KubernetesApiException e)
            {
                // A label is not worth keeping a cluster from being looked after.
                snapshot.Support?.Refuse(Title, Title, time.GetUtcNow() + _patience, e.Message);
                return e.Message;
            }
        }

        return null;
    }
}
