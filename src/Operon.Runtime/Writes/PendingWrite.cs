using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>A write the caches may not show yet.</summary>
/// <param name="Type">What was written.</param>
/// <param name="Key">Which object.</param>
/// <param name="Uid">Which incarnation; null when not known.</param>
/// <param name="Version">Version the write made; 0 when it does not compare or a deletion did not tell.</param>
/// <param name="IsDelete">The object was deleted or marked for deletion.</param>
/// <param name="Labels">Labels of the written object.</param>
/// <param name="Time">When, as a timestamp of the clock.</param>
internal sealed record PendingWrite(
    ResourceType Type, ObjectKey Key, string? Uid, ulong Version, bool IsDelete, IDictionary<string, string>? Labels, long Time);
