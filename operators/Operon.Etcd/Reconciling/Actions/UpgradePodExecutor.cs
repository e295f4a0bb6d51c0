using System.Text.Json.Nodes;
using Operon.Etcd.Api;
using Operon.Etcd.Objects;
using Operon.Etcd.Planning;
using Operon.Kubernetes;

namespace Operon.Etcd.Reconciling;

/// <summary>Changes the image of one pod in place; the kubelet restarts its container.</summary>
internal sealed class UpgradePodExecutor(IKubernetesClient client) : ActionExecutor<UpgradePod>
{
    protected override async Task<string?> ExecuteAsync(ClusterSnapshot snapshot, UpgradePod action, CancellationToken cancellationToken)
    {
        // Only the pod that was seen: one that has changed since, perhaps to serve again, is looked at once more.
        var patch = new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["resourceVersion"] = snapshot.Pod(action.Name)?.ResourceVersion,
                ["annotations"] = new JsonObject { [ClusterLayout.VersionAnnotation] = action.To.ToString() },
            },
            ["spec"] = new JsonObject
            {
                ["containers"] = new JsonArray(new JsonObject { ["name"] = MemberPod.ContainerName, ["image"] = snapshot.Layout.Image(action.To) }),
            },
        };
        try
        {
            await client.Resource(EtcdKinds.Pod).PatchAsync(snapshot.Layout.Namespace, action.Name, Patch.StrategicMerge(patch), cancellationToken);
            return null;
        }
        catch (KubernetesApiException e) when (e.IsConflict)
        {
            return $"Pod {action.Name} has changed meanwhile";
        }
    }

    protected override IEnumerable<ClusterEvent> Announce(UpgradePod action) =>
        [new("Member Upgraded", $"Member {action.Name} upgraded from {action.From} to {action.To}")];
}
