namespace Operon.Runtime;

/// <summary>What the debug page shows: the state of an operator at one moment.</summary>
internal sealed record DebugSnapshot(string Name, string Version, DateTimeOffset Now, double UptimeSeconds, long ResidentBytes, IReadOnlyList<ClusterSnapshot> Clusters);

/// <summary>One cluster an operator works on.</summary>
internal sealed record ClusterSnapshot(
    string Name,
    string Server,
    bool IsReady,
    bool IsLeader,
    string? Lease,
    ShardingState? Sharding,
    IReadOnlyList<CacheSnapshot> Caches,
    IReadOnlyList<ControllerSnapshot> Controllers);

/// <summary>One cache.</summary>
internal sealed record CacheSnapshot(string Resource, string Representation, string Selection, bool HasSynced, int Objects, long? Bytes, string? ResourceVersion, double? SilentSeconds);

/// <summary>One controller, what waits and runs, and what it did last.</summary>
internal sealed record ControllerSnapshot(
    string Name, string? Resource, int Workers, bool IsReconciling, int QueueDepth, IReadOnlyList<RunningSnapshot> Running, IReadOnlyList<ReconcileSnapshot> Recent);

/// <summary>A reconcile in progress.</summary>
internal sealed record RunningSnapshot(string Key, double Seconds);

/// <summary>One reconcile: why, when, how long, and what it wrote.</summary>
internal sealed record ReconcileSnapshot(
    Guid Id,
    string Key,
    string Cause,
    int Causes,
    int Priority,
    DateTimeOffset Started,
    double WaitedSeconds,
    double Seconds,
    int Attempt,
    string Outcome,
    double? NextAfterSeconds,
    string? Error,
    IReadOnlyList<string> Writes,
    int OwnEvents);
