namespace Operon.LocalCluster.Images;

/// <summary>What stands in for an image on this machine. Members with defaults have setters: the source-generated reader drops defaults of init-only ones.</summary>
internal sealed record ImageEntry
{
    /// <summary>Image repositories without tag; <c>*</c> matches any text.</summary>
    public required IReadOnlyList<string> Patterns { get; init; }

    /// <summary>Path in the container to a program of the host: an absolute path or a name looked up on the PATH. All must exist.</summary>
    public IReadOnlyDictionary<string, string> Files { get; set; } = new Dictionary<string, string>();

    /// <summary>As <see cref="Files"/>, but left out when the host lacks them. A directory is mapped whole.</summary>
    public IReadOnlyDictionary<string, string> OptionalFiles { get; set; } = new Dictionary<string, string>();

    /// <summary>Path in the container to the text of an executable script.</summary>
    public IReadOnlyDictionary<string, string> Scripts { get; set; } = new Dictionary<string, string>();

    public IReadOnlyList<string> Entrypoint { get; set; } = [];

    /// <summary>Arguments when the container gives neither command nor args.</summary>
    public IReadOnlyList<string> Args { get; set; } = [];

    public IReadOnlyDictionary<string, string> Env { get; set; } = new Dictionary<string, string>();

    /// <summary>Uid and gid the image runs as unless the pod says otherwise; 0 for root.</summary>
    public long User { get; set; }

    public string WorkingDirectory { get; set; } = "/";

    /// <summary>Null when any tag is as good as any other.</summary>
    public VersionProbe? Version { get; init; }

    /// <summary>Debian packages that bring the programs, for the message when they are missing.</summary>
    public string? Packages { get; init; }
}
