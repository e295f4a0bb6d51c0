using System.Diagnostics.Metrics;

namespace Operon.Runtime;

/// <summary>The instruments, under the names controller-runtime gave them. Meter: <c>Operon.Runtime</c>. All are described in docs/runtime/metrics.md.</summary>
internal static class RuntimeMetrics
{
    public const string MeterName = "Operon.Runtime";
    private static readonly Meter _meter = new(MeterName);

    static RuntimeMetrics()
    {
        _meter.CreateObservableGauge("workqueue_unfinished_work_seconds", UnfinishedWork.Observe, "s", "Seconds of work in progress that the work durations do not show yet: a stuck reconcile lets it grow.");
        _meter.CreateObservableGauge("workqueue_longest_running_processor_seconds", LongestRunning.Observe, "s", "Age of the oldest reconcile in progress.");
        _meter.CreateObservableGauge("operon_cache_objects", CacheObjects.Observe, "{object}", "Objects a cache holds.");
        _meter.CreateObservableGauge("operon_cache_bytes", CacheBytes.Observe, "By", "Size of the cached objects as they came over the wire.");
        _meter.CreateObservableGauge("operon_cache_memory_bytes", CacheMemory.Observe, "By", "Bytes that decoding the cached objects allocated: an upper bound of the memory they keep, indexes not counted.");
        _meter.CreateObservableGauge("operon_watch_silence_seconds", WatchSilence.Observe, "s", "Time since a watch last heard from the server, bookmarks included.");
    }

    public static Counter<long> Reconciles { get; } =
        _meter.CreateCounter<long>("controller_runtime_reconcile_total", null, "Reconciles, by controller and result: success, error, requeue or requeue_after.");

    public static Counter<long> ReconcileErrors { get; } =
        _meter.CreateCounter<long>("controller_runtime_reconcile_errors_total", null, "Reconciles that failed.");

    public static Counter<long> TerminalErrors { get; } =
        _meter.CreateCounter<long>("controller_runtime_terminal_reconcile_errors_total", null, "Reconciles that failed in a way that trying again does not mend.");

    public static Counter<long> ReconcilePanics { get; } =
        _meter.CreateCounter<long>("controller_runtime_reconcile_panics_total", null, "Reconciles that ended by a programming error, such as a null reference.");

    public static Counter<long> ReconcileTimeouts { get; } =
        _meter.CreateCounter<long>("controller_runtime_reconcile_timeouts_total", null, "Reconciles that were cancelled because they took too long.");

    public static Histogram<double> ReconcileTime { get; } =
        _meter.CreateHistogram("controller_runtime_reconcile_time_seconds", "s", "Time of a reconcile.", null, Buckets.Reconcile);

    public static UpDownCounter<int> MaxConcurrentReconciles { get; } =
        _meter.CreateUpDownCounter<int>("controller_runtime_max_concurrent_reconciles", null, "Workers a controller has.");

    public static UpDownCounter<int> ActiveWorkers { get; } =
        _meter.CreateUpDownCounter<int>("controller_runtime_active_workers", null, "Workers that are reconciling now.");

    public static UpDownCounter<int> QueueDepth { get; } =
        _meter.CreateUpDownCounter<int>("workqueue_depth", null, "Keys that wait for a worker.");

    public static Counter<long> QueueAdds { get; } =
        _meter.CreateCounter<long>("workqueue_adds_total", null, "Keys added to the queue.");

    public static Counter<long> QueueRetries { get; } =
        _meter.CreateCounter<long>("workqueue_retries_total", null, "Keys added again with a back-off.");

    public static Histogram<double> QueueTime { get; } =
        _meter.CreateHistogram("workqueue_queue_duration_seconds", "s", "Time a key waited for a worker after it was due.", null, Buckets.Queue);

    public static Histogram<double> WorkTime { get; } =
        _meter.CreateHistogram("workqueue_work_duration_seconds", "s", "Time a worker spent on a key.", null, Buckets.Queue);

    public static Counter<long> OwnEventsFiltered { get; } =
        _meter.CreateCounter<long>("operon_own_events_filtered_total", null, "Watch events that did not wake a controller because its own write caused them.");

    /// <summary>Sources of <c>workqueue_unfinished_work_seconds</c>.</summary>
    public static ObservedValues<double> UnfinishedWork { get; } = new();

    /// <summary>Sources of <c>workqueue_longest_running_processor_seconds</c>.</summary>
    public static ObservedValues<double> LongestRunning { get; } = new();

    public static UpDownCounter<int> IsLeader { get; } =
        _meter.CreateUpDownCounter<int>("leader_election_master_status", null, "1 while this process holds the lease, else 0.");

    public static Counter<long> LeaderSlowPath { get; } =
        _meter.CreateCounter<long>("leader_election_slowpath_total", null, "Renewals that had to read the lease first.");

    public static UpDownCounter<int> ShardsHeld { get; } =
        _meter.CreateUpDownCounter<int>("operon_shards_held", null, "Shards whose keys this process works on.");

    public static Counter<long> ShardMoves { get; } =
        _meter.CreateCounter<long>("operon_shard_moves_total", null, "Shards this process took, and let go.");

    public static Counter<long> EventsDropped { get; } =
        _meter.CreateCounter<long>("operon_events_dropped_total", null, "Events that were not written: too many waited, or the server refused them.");

    public static UpDownCounter<int> DaemonsRunning { get; } =
        _meter.CreateUpDownCounter<int>("operon_daemons_running", null, "Daemons and timers that run.");

    public static Counter<long> DaemonFailures { get; } =
        _meter.CreateCounter<long>("operon_daemon_failures_total", null, "Runs of daemons and calls of timers that threw.");

    public static Counter<long> DaemonsAbandoned { get; } =
        _meter.CreateCounter<long>("operon_daemons_abandoned_total", null, "Daemons that did not return in time after their cancellation.");

    /// <summary>Sources of <c>operon_cache_objects</c>.</summary>
    public static ObservedValues<long> CacheObjects { get; } = new();

    /// <summary>Sources of <c>operon_cache_bytes</c>.</summary>
    public static ObservedValues<long> CacheBytes { get; } = new();

    /// <summary>Sources of <c>operon_cache_memory_bytes</c>.</summary>
    public static ObservedValues<long> CacheMemory { get; } = new();

    public static UpDownCounter<int> CacheHandlerPending { get; } =
        _meter.CreateUpDownCounter<int>("operon_cache_handler_pending", "{change}", "Changes that wait for a buffered handler, by resource and handler.");

    public static Counter<long> CacheLists { get; } =
        _meter.CreateCounter<long>("operon_cache_lists_total", null, "Complete reads of a scope, streamed or listed, by resource and reason: initial, expired or error.");

    public static Counter<long> WatchRestarts { get; } =
        _meter.CreateCounter<long>("operon_watch_restarts_total", null, "Watches started again, by resource and reason: ended, silent, expired, throttled, refused, not_found or broken.");

    public static Histogram<double> WatchLag { get; } =
        _meter.CreateHistogram("operon_watch_lag_seconds", "s", "Time from the write of an object, which its metadata tells in whole seconds, to the arrival of the watch event.", null, Buckets.Lag);

    /// <summary>Sources of <c>operon_watch_silence_seconds</c>.</summary>
    public static ObservedValues<double> WatchSilence { get; } = new();

    public static Histogram<double> WriteToReconcile { get; } =
        _meter.CreateHistogram("operon_write_to_reconcile_seconds", "s", "Time from the write of an object, which its metadata tells in whole seconds, to the start of the reconcile it caused.", null, Buckets.Lag);
}
