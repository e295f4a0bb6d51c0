using k8s;
using k8s.Models;

namespace Operon.Runtime;

/// <summary>
/// Filters for <see cref="ControllerBuilder{T}.Filter"/>. They decide on updates only: additions and deletions always pass.
/// </summary>
public static class ChangeFilters
{
    /// <summary>
    /// The spec changed (<c>metadata.generation</c>), or the object is being deleted. Label and annotation changes do not pass. A kind must keep
    /// generations: CRDs with a status subresource do.
    /// </summary>
    public static bool GenerationChanged<T>(T old, T now)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        old.Metadata.Generation != now.Metadata.Generation
        || old.Metadata.Uid != now.Metadata.Uid
        || old.Metadata.DeletionTimestamp != now.Metadata.DeletionTimestamp;

    /// <summary>Anything changed: resyncs do not pass.</summary>
    public static bool ResourceVersionChanged<T>(T old, T now)
        where T : class, IKubernetesObject<V1ObjectMeta> => old.Metadata.ResourceVersion != now.Metadata.ResourceVersion;
}
