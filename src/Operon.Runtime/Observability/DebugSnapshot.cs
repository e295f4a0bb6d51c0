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
    IReadOnlyList<CacheSnapshot> Caches,
    IReadOnlyList<ControllerSnapshot> Controllers);

/// <summary>One cache.</summary>
internal sealed record CacheSnapshot(string Resource, string Representation, string Selection, bool HasSynced, int Objects, long? Bytes, string? ResourceVersion, double? SilentSeconds);

/// <summary>One controller, what waits in its queue and what it did last.</summary>
internal sealed record ControllerSnapshot(
    string Name, string Resource, int Workers, IReadOnlyList<QueuedSnapshot> Queue, IReadOnlyList<ReconcileSnapshot> Recent);

/// <summary>A key in a queue.</summary>
internal sealed record QueuedSnapshot(string Key, string State, int Priority, int Failures, string? Cause, double? DueInSeconds);

/// <summary>One reconcile: why, when, how long, and what it wrote.</summary>
internal sealed record ReconcileSnapshot(
    string Id,
    string Key,
    string? Cause,
    DateTimeOffset Started,
    double WaitedSeconds,
    double Seconds,
    int Attempt,
    string Result,
    string? Error,
    IReadOnlyList<string> Writes);
