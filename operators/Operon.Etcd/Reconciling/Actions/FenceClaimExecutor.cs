using System.Text.Json.Nodes;
using Operon.Etcd.Objects;
using Operon.Etcd.Planning;
using Operon.Kubernetes;

namespace Operon.Etcd.Reconciling;

/// <summary>Marks the claim of a member that is given up.</summary>
internal sealed class FenceClaimExecutor(IKubernetesClient client) : ActionExecutor<FenceClaim>
{
    protected override async Task<string?> ExecuteAsync(ClusterSnapshot snapshot, FenceClaim action, CancellationToken cancellationToken)
    {
        var patch = new JsonObject { ["metadata"] = new JsonObject { ["labels"] = new JsonObject { [ClusterLayout.FencedLabel] = "true" } } };
        try
        {
            await client.Resource(ResourceKinds.PersistentVolumeClaim).PatchAsync(snapshot.Layout.Namespace, action.Name, Patch.Merge(patch), cancellationToken);
        }
        catch (KubernetesApiException e) when (e.IsNotFound)
        {
            // Deleted meanwhile: nobody can mount it any more.
        }

        return null;
    }

    protected override IEnumerable<ClusterEvent> Announce(FenceClaim action) => [new("Member Fenced", action.Reason, IsWarning: true)];
}
