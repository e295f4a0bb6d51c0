namespace Operon.LocalCluster;

/// <summary>How simulated pods behave.</summary>
public sealed class SimulatedNodeAgentOptions
{
    /// <summary>Number of nodes. Default 3.</summary>
    public int Nodes { get; init; } = 3;

    /// <summary>How long a pod takes from its node to Running. Default: at once.</summary>
    public TimeSpan StartDelay { get; init; } = TimeSpan.Zero;

    /// <summary>How long a pod of a Job runs. Default 100 ms.</summary>
    public TimeSpan JobDuration { get; init; } = TimeSpan.FromMilliseconds(100);
}
