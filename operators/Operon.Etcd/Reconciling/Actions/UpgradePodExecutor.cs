using System.Text.Json.Nodes;
using Operon.Etcd.Api;
using Operon.Etcd.Objects;
using Operon.Etcd.Planning;
using Operon.Kubernetes;

namespace Operon.Etcd.Reconciling;

/// <summary>Changes the image of one pod in place, and the kubelet restarts its container; or only notes the version the pod is made anew for.</summary>
internal sealed class UpgradePodExecutor(IKubernetesClient client) : ActionExecutor<UpgradePod>
{
    protected override async Task<string?> ExecuteAsync(ClusterSnapshot snapshot, UpgradePod action, CancellationToken cancellationToken)
    {
        var layout = snapshot.Layout;
        var seen = snapshot.Pod(action.Name);
        if (seen is null)
        {
            return null;
        }

        var applied = AppliedAnnotation.Read(seen) ?? AppliedAnnotation.Of(layout, action.From);
        if (action.IsInPlace)
        {
            applied = applied with { Image = action.To.ToString(), Repository = layout.Repository };
        }

        // Only the pod that was seen: one that has changed since, perhaps to serve again, is looked at once more.
        var patch = new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["resourceVersion"] = seen.ResourceVersion,
                ["annotations"] = new JsonObject { [ClusterLayout.VersionAnnotation] = action.To.ToString(), [AppliedAnnotation.Name] = applied.ToString() },
            },
        };
        if (action.IsInPlace)
        {
            // Until another container runs, the one before may answer as if nothing had been asked of it. The same image starts no other.
            var image = layout.Image(action.To);
            var pod = snapshot.Observed.Pod(action.Name);
            patch["metadata"]!["annotations"]![ClusterLayout.EndingAnnotation] = pod?.Image == image ? null : pod?.ContainerId;
            patch["spec"] = new JsonObject
            {
                ["containers"] = new JsonArray(new JsonObject { ["name"] = MemberPod.ContainerName, ["image"] = image }),
            };
        }

        try
        {
            await client.Resource(EtcdKinds.Pod).PatchAsync(layout.Namespace, action.Name, Patch.StrategicMerge(patch), cancellationToken);
            return null;
        }
        catch (KubernetesApiException e) when (e.IsConflict)
        {
            return $"Pod {action.Name} has changed meanwhile";
        }
    }

    protected override IEnumerable<ClusterEvent> Announce(UpgradePod action) => action.From == action.To
        ? [new("Member Restarted", $"Member {action.Name} restarts with another image: {action.Reason}")]
        : [new("Member Upgraded", $"Member {action.Name} upgraded from {action.From} to {action.To}")];
}
