namespace Operon.LocalCluster.Images;

/// <summary>How to learn the version of an installed program.</summary>
internal sealed record VersionProbe
{
    /// <summary>Program and arguments; the program is looked up like the files of the entry.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Regular expression over its output; the first group is the version.</summary>
    public required string Pattern { get; init; }
}
