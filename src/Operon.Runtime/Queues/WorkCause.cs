using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>One reason to work on a key.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Source">Where: the kind of a watched object, or the name of a source; null when the key itself is the source.</param>
/// <param name="Object">The object it happened to; null when it was no object.</param>
/// <param name="ResourceVersion">The version of that object.</param>
public readonly record struct WorkCause(CauseKind Kind, string? Source = null, ObjectKey? Object = null, string? ResourceVersion = null)
{
    /// <summary>When the object was written, by the server's clock in whole seconds; null when that is not known, or nothing was written just now.</summary>
    public DateTime? WrittenAt { get; init; }
}
