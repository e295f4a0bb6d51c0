using System.Text.Json.Nodes;
using Operon.Etcd.Api;
using Operon.Etcd.Objects;
using Operon.Etcd.Planning;
using Operon.Kubernetes;

namespace Operon.Etcd.Reconciling;

/// <summary>Brings labels and annotations of a pod in line with the spec, and takes off it what the spec does not hold any more.</summary>
internal sealed class PatchPodExecutor(IKubernetesClient client) : ActionExecutor<PatchPod>
{
    protected override async Task<string?> ExecuteAsync(ClusterSnapshot snapshot, PatchPod action, CancellationToken cancellationToken)
    {
        var layout = snapshot.Layout;
        var policy = layout.Cluster.Spec.Pod;
        var pod = await client.Resource(EtcdKinds.Pod).FindAsync(layout.Namespace, action.Name, cancellationToken);
        if (pod is null || snapshot.Observed.Pod(action.Name) is not { } facts)
        {
            return null;
        }

        var before = AppliedAnnotation.Read(pod.Metadata) ?? AppliedAnnotation.Of(layout, facts.Version);
        var after = before with { Labels = AppliedAnnotation.Keys(policy?.Labels), Annotations = AppliedAnnotation.Keys(policy?.Annotations) };
        var annotations = Changes(policy?.Annotations, before.Annotations);
        annotations[AppliedAnnotation.Name] = after.ToString();
        var patch = new JsonObject { ["metadata"] = new JsonObject { ["labels"] = Changes(policy?.Labels, before.Labels), ["annotations"] = annotations } };
        await client.Resource(EtcdKinds.Pod).PatchAsync(layout.Namespace, action.Name, Patch.Merge(patch), cancellationToken);
        return null;
    }

    private static JsonObject Changes(Dictionary<string, string>? wanted, IEnumerable<string> before)
    {
        var changes = new JsonObject();
        foreach (var gone in before.Where(key => wanted?.ContainsKey(key) != true))
        {
            changes[gone] = null;
        }

        foreach (var (key, value) in wanted ?? [])
        {
            changes[key] = value;
        }

        return changes;
    }
}
