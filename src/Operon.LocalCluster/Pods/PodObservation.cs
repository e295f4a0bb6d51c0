namespace Operon.LocalCluster.Pods;

/// <summary>What the agent knows about a pod it runs.</summary>
internal sealed record PodObservation
{
    public required IReadOnlyList<ContainerSnapshot> InitContainers { get; init; }

    public required IReadOnlyList<ContainerSnapshot> Containers { get; init; }

    /// <summary>All init containers have done their work.</summary>
    public required bool IsInitialized { get; init; }

    /// <summary>The network and the volumes are there.</summary>
    public required bool HasSandbox { get; init; }

    public string? PodAddress { get; init; }

    public required string NodeAddress { get; init; }

    public required DateTime StartTime { get; init; }

    /// <summary>Phase that holds whatever the containers say, such as after a missed deadline.</summary>
    public string? ForcedPhase { get; init; }

    public string? Reason { get; init; }

    public string? Message { get; init; }
}
