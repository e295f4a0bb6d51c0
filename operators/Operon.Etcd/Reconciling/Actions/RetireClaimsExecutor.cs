using System.Text.Json.Nodes;
using Operon.Etcd.Objects;
using Operon.Etcd.Planning;
using Operon.Etcd.Restores;
using Operon.Kubernetes;

namespace Operon.Etcd.Reconciling;

/// <summary>Takes claims out of the cluster by their labels. They keep their owner, so that they go when the cluster is deleted.</summary>
internal sealed class RetireClaimsExecutor(IKubernetesClient client) : ActionExecutor<RetireClaims>
{
    protected override async Task<string?> ExecuteAsync(ClusterSnapshot snapshot, RetireClaims action, CancellationToken cancellationToken)
    {
        var labels = new JsonObject
        {
            [ClusterLayout.ClusterLabel] = null,
            [RestoreAnnotations.RetiredLabel] = snapshot.Layout.Name,
            [RestoreAnnotations.RetiredByLabel] = snapshot.Cluster.Status!.Restore!.Uid,
        };
        foreach (var name in action.Names)
        {
            var patch = Patch.Merge(new JsonObject { ["metadata"] = new JsonObject { ["labels"] = labels.DeepClone() } });
            await client.Resource(ResourceKinds.Metadata(ResourceKinds.PersistentVolumeClaim.Type)).PatchAsync(snapshot.Layout.Namespace, name, patch, cancellationToken);
        }

        return null;
    }

    protected override IEnumerable<ClusterEvent> Announce(RetireClaims action) => [new("Old Volumes Kept", $"{string.Join(", ", action.Names)}: {action.Reason}")];
}
