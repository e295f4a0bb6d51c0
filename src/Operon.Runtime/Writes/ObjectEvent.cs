using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>
/// A change as the cache reported it. Deletions, the initial list, and states found by listing again (which may hide several changes) have no
/// <see cref="Id"/>: they always pass.
/// </summary>
internal sealed class ObjectEvent<T>(ObjectChange<T> change, WriteLog? log, ResourceType type, JsonTypeInfo<T> json) : IObjectEvent
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private OwnWriteId? _id;

    public ObjectChange<T> Change => change;

    public OwnWriteId? Id => _id ??= log is null || !IsOneStep() ? null
        : new OwnWriteId(log, type.GroupResource, ObjectKey.Of(change.New!), change.New!.Metadata.ResourceVersion);

    public bool IsExplainedBy(OwnWrite write)
    {
        if (change.Old is null)
        {
            return write.Creates;
        }

        return write.Sent?.Invoke() is { } sent
            && Difference.IsExplained(JsonSerializer.SerializeToNode(change.Old, json), JsonSerializer.SerializeToNode(change.New!, json), sent);
    }

    private bool IsOneStep() =>
        change is { New.Metadata: { ResourceVersion: not null } now, IsInitial: false, IsRelist: false }
        && (change.Old?.Metadata is not { } old
            ? now.DeletionTimestamp is null
            : old.Uid == now.Uid && (now.DeletionTimestamp is null || old.DeletionTimestamp is not null));
}
