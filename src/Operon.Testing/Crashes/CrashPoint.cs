using System.Globalization;

namespace Operon.Testing;

/// <summary>Where a process was made to die.</summary>
/// <param name="Write">At its first write, its second, and so on.</param>
/// <param name="IsApplied">The write took effect, and the process died before it knew; else the write was never made.</param>
public sealed record CrashPoint(int Write, bool IsApplied)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(IsApplied ? "after" : "before")} write {Write}");
}
