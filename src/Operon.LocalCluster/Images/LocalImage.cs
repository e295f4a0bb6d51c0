using Operon.LocalCluster.Sandboxing;

namespace Operon.LocalCluster.Images;

/// <summary>An image resolved to programs of this machine.</summary>
internal sealed record LocalImage
{
    /// <summary>The name the container asked for.</summary>
    public required string Name { get; init; }

    /// <summary>Identifies what really runs, for <c>status.containerStatuses[].imageID</c>.</summary>
    public required string Id { get; init; }

    public required IReadOnlyList<SandboxMount> Mounts { get; init; }

    public required ImageEntry Entry { get; init; }

    /// <summary>Says that another version than the asked-for one runs; null when it is the same.</summary>
    public string? Substitution { get; init; }
}
