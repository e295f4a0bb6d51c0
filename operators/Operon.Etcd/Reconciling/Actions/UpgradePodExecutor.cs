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
        var pod = await client.Resource(EtcdKinds.Pod).FindAsync(layout.Namespace, action.Name, cancellationToken);
        if (pod is null)
        {
            return null;
        }

        var annotations = new JsonObject { [ClusterLayout.VersionAnnotation] = action.To.ToString() };
        var applied = AppliedAnnotation.Read(pod.Metadata) ?? AppliedAnnotation.Of(layout, action.From);
        if (action.IsInPlace)
        {
            applied = applied with { Image = action.To.ToString(), Repository = layout.Repository };
        }

        annotations[AppliedAnnotation.Name] = applied.ToString();
        var patch = new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = annotations } };
        if (action.IsInPlace)
        {
            patch["spec"] = new JsonObject
            {
                ["containers"] = new JsonArray(new JsonObject { ["name"] = MemberPod.ContainerName, ["image"] = layout.Image(action.To) }),
            };
        }

        await client.Resource(EtcdKinds.Pod).PatchAsync(layout.Namespace, action.Name, Patch.StrategicMerge(patch), cancellationToken);
        return null;
    }

    protected override IEnumerable<ClusterEvent> Announce(UpgradePod action) => action.From == action.To
        ? [new("Member Restarted", $"Member {action.Name} restarts with another image: {action.Reason}")]
        : [new("Member Upgraded", $"Member {action.Name} upgraded from {action.From} to {action.To}")];
}
