using System.Text.Json.Nodes;
using Operon.Etcd.Api;
using Operon.Etcd.Objects;
using Operon.Etcd.Planning;
using Operon.Kubernetes;

namespace Operon.Etcd.Reconciling;

/// <summary>Sets or takes away the owner reference by which a claim goes with the cluster object.</summary>
internal sealed class SetClaimRetentionExecutor(IKubernetesClient client) : ActionExecutor<SetClaimRetention>
{
    protected override async Task<string?> ExecuteAsync(ClusterSnapshot snapshot, SetClaimRetention action, CancellationToken cancellationToken)
    {
        var layout = snapshot.Layout;
        var claim = await client.Resource(EtcdKinds.Claim).FindAsync(layout.Namespace, action.Name, cancellationToken);
        if (claim is null)
        {
            return null;
        }

        var owner = layout.Owner();
        var owners = new JsonArray();
        foreach (var other in (claim.Metadata.OwnerReferences ?? []).Where(reference => reference.Uid != owner.Uid).Concat(action.IsRetained ? [] : [owner]))
        {
            owners.Add((JsonNode)new JsonObject
            {
                ["apiVersion"] = other.ApiVersion,
                ["kind"] = other.Kind,
                ["name"] = other.Name,
                ["uid"] = other.Uid,
                ["controller"] = other.Controller,
            });
        }

        // One patch: between two, the claim would be nobody's.
        var patch = new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["resourceVersion"] = claim.Metadata.ResourceVersion,
                ["ownerReferences"] = owners,
                ["annotations"] = new JsonObject { [ClusterLayout.ClusterUidAnnotation] = layout.Cluster.Metadata.Uid },
            },
        };
        await client.Resource(EtcdKinds.Claim).PatchAsync(layout.Namespace, action.Name, Patch.Merge(patch), cancellationToken);
        return null;
    }
}
