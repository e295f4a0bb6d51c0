namespace Operon.LocalCluster.Sandboxing;

/// <summary>Everything a container process needs to start.</summary>
internal sealed record SandboxSpec
{
    /// <summary>File that holds the pod's network namespace; null runs in the caller's network.</summary>
    public string? NetworkNamespace { get; init; }

    public required string HostName { get; init; }

    /// <summary>Program and arguments.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Null for root.</summary>
    public SandboxUser? User { get; init; }

    public string WorkingDirectory { get; init; } = "/";

    /// <summary>Files of the image, then volumes, in mount order.</summary>
    public IReadOnlyList<SandboxMount> Mounts { get; init; } = [];

    /// <summary>Host folder with the pod's own hosts, resolv.conf, hostname, passwd and group files, bound over /etc.</summary>
    public required string EtcDirectory { get; init; }
}
