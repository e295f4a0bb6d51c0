using k8s.Models;
using Operon.Kubernetes;

namespace Operon.LocalCluster.Controllers.GarbageCollection;

/// <summary>One object as the garbage collector sees it.</summary>
internal sealed record GraphNode(
    ResourceType Type, ObjectKey Key, string Uid, IReadOnlyList<V1OwnerReference> Owners, IReadOnlyList<string> Finalizers, bool IsDeleting)
{
    public const string ForegroundFinalizer = "foregroundDeletion";
    public const string OrphanFinalizer = "orphan";

    public bool IsDeletingForeground => IsDeleting && Finalizers.Contains(ForegroundFinalizer);

    public bool IsOrphaning => IsDeleting && Finalizers.Contains(OrphanFinalizer);

    public static GraphNode Of(ResourceType type, PartialObjectMetadata item) => new(
        type,
        ObjectKey.Of(item),
        item.Metadata.Uid,
        [.. item.Metadata.OwnerReferences ?? []],
        [.. item.Metadata.Finalizers ?? []],
        item.Metadata.DeletionTimestamp is not null);
}
