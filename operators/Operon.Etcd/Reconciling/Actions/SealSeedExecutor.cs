using System.Text.Json.Nodes;
using Operon.Etcd.Api;
using Operon.Etcd.Objects;
using Operon.Etcd.Planning;
using Operon.Kubernetes;

namespace Operon.Etcd.Reconciling;

/// <summary>Changes what a seed reads as its initial cluster state; nothing restarts for it.</summary>
internal sealed class SealSeedExecutor(IKubernetesClient client) : ActionExecutor<SealSeed>
{
    protected override async Task<string?> ExecuteAsync(ClusterSnapshot snapshot, SealSeed action, CancellationToken cancellationToken)
    {
        var patch = new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [ClusterLayout.StateAnnotation] = "existing" } } };
        await client.Resource(EtcdKinds.Pod).PatchAsync(snapshot.Layout.Namespace, action.Name, Patch.Merge(patch), cancellationToken).IgnoreNotFoundAsync();
        return null;
    }
}
