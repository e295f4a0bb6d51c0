using System.Text.Json.Nodes;
using Operon.Etcd.Api;
using Operon.Etcd.Planning;
using Operon.Kubernetes;

namespace Operon.Etcd.Reconciling;

/// <summary>Asks for a larger volume. A storage class that does not allow it refuses; that is remembered for a while and told in status.</summary>
internal sealed class GrowClaimExecutor(IKubernetesClient client) : ActionExecutor<GrowClaim>
{
    protected override async Task<string?> ExecuteAsync(ClusterSnapshot snapshot, GrowClaim action, CancellationToken cancellationToken)
    {
        var size = snapshot.Parts.Claim!.Resources.Requests["storage"].ToString();
        var patch = new JsonObject
        {
            ["spec"] = new JsonObject { ["resources"] = new JsonObject { ["requests"] = new JsonObject { ["storage"] = size } } },
        };
        try
        {
            await client.Resource(EtcdKinds.Claim).PatchAsync(snapshot.Layout.Namespace, action.Name, Patch.Merge(patch), cancellationToken);
            return null;
        }
        catch (KubernetesApiException e) when (e.IsForbidden || e.Reason == "Invalid")
        {
            snapshot.Growth.Note(action.Name, e.Message);
            return e.Message;
        }
    }

    protected override IEnumerable<ClusterEvent> Announce(GrowClaim action) =>
        [new("Volume Growing", $"Claim {action.Name} asks for {action.To:0} bytes instead of {action.From:0}")];
}
