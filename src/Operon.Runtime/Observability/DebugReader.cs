namespace Operon.Runtime;

/// <summary>Gathers what the debug page shows.</summary>
internal sealed class DebugReader(OperatorClusters clusters, OperatorOptions options, TimeProvider time)
{
    private readonly long _started = time.GetTimestamp();

    public DebugSnapshot Read() => new(
        options.Name,
        OperatorVersion.Current,
        time.GetUtcNow(),
        time.GetElapsedTime(_started).TotalSeconds,
        Environment.WorkingSet,
        [.. clusters.All.Select(Read)]);

    private static ClusterSnapshot Read(OperatorCluster cluster) => new(
        cluster.Registration.Name,
        cluster.Client.Server.ToString(),
        cluster.Manager.Health.IsReady,
        cluster.Manager.Health.IsLeader,
        cluster.Lease is { } lease ? $"{lease.LeaseNamespace ?? cluster.Client.DefaultNamespace}/{lease.LeaseName}" : null,
        [],
        []);
}
