using k8s.Models;

namespace Operon.Runtime;

/// <summary>When an object was written last, as far as its metadata tells.</summary>
internal static class WriteTime
{
    /// <summary>
    /// The newest of the creation, the request to delete, and <paramref name="managedFields"/>, the newest time there. An object without a field that
    /// anybody can own, such as an empty config map, has no managedFields; a deletion leaves them alone.
    /// </summary>
    public static DateTime? Of(V1ObjectMeta metadata, DateTime? managedFields)
    {
        // The timestamp of a deletion is the end of its grace period.
        var deleted = metadata.DeletionTimestamp?.AddSeconds(-metadata.DeletionGracePeriodSeconds.GetValueOrDefault());
        return Later(Later(metadata.CreationTimestamp, deleted), managedFields);
    }

    private static DateTime? Later(DateTime? one, DateTime? other) => one is null || other > one ? other : one;
}
