using System.Text.Json;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;

namespace Operon.Kubernetes;

/// <summary>
/// An object as it was, to compute a merge patch from once it was changed:
/// <code>
/// var before = deployments.Kind.Snapshot(deployment);
/// deployment.Spec.Replicas = 3;
/// await deployments.PatchAsync(before, deployment, cancellationToken);
/// </code>
/// </summary>
public sealed class Snapshot<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly ResourceKind<T> _kind;
    private readonly JsonObject _before;
    private readonly string? _resourceVersion;

    internal Snapshot(ResourceKind<T> kind, T resource)
    {
        _kind = kind;
        _before = Json(resource);
        _resourceVersion = resource.Metadata.ResourceVersion;
        Key = ObjectKey.Of(resource);
    }

    /// <summary>Which object it is.</summary>
    public ObjectKey Key { get; }

    /// <summary>Whether <paramref name="resource"/> differs from the snapshot.</summary>
    public bool IsChangedIn(T resource) => MergePatches.Difference(_before, Json(resource)).Count > 0;

    /// <summary>
    /// The merge patch to <paramref name="changed"/>; an empty object when nothing differs. With <paramref name="optimisticLock"/> it carries the
    /// snapshot's resourceVersion, so that the server answers Conflict when the object changed meanwhile.
    /// </summary>
    public Patch PatchTo(T changed, bool optimisticLock = false)
    {
        var patch = MergePatches.Difference(_before, Json(changed));
        if (optimisticLock)
        {
            var version = _resourceVersion ?? throw new InvalidOperationException($"{_kind.Type.GroupResource} {Key}: metadata.resourceVersion is empty; an optimistic lock needs an object that was read.");
            if (patch["metadata"] is not JsonObject metadata)
            {
                patch["metadata"] = metadata = [];
            }

            metadata["resourceVersion"] = version;
        }

        return Patch.Merge(patch);
    }

    private JsonObject Json(T resource) => JsonSerializer.SerializeToNode(resource, _kind.Json)!.AsObject();
}
