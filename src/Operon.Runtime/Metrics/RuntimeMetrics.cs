using System.Diagnostics.Metrics;

namespace Operon.Runtime;

/// <summary>The instruments, under the names controller-runtime gave them. Meter: <c>Operon.Runtime</c>.</summary>
internal static class RuntimeMetrics
{
    private static readonly Meter _meter = new("Operon.Runtime");

    public static Counter<long> Reconciles { get; } = _meter.CreateCounter<long>("controller_runtime_reconcile_total");

    public static Counter<long> ReconcileErrors { get; } = _meter.CreateCounter<long>("controller_runtime_reconcile_errors_total");

    public static Counter<long> TerminalErrors { get; } = _meter.CreateCounter<long>("controller_runtime_terminal_reconcile_errors_total");

    public static Counter<long> ReconcileTimeouts { get; } = _meter.CreateCounter<long>("controller_runtime_reconcile_timeouts_total");

    public static Histogram<double> ReconcileTime { get; } = _meter.CreateHistogram<double>("controller_runtime_reconcile_time_seconds", "s");

    public static UpDownCounter<int> ActiveWorkers { get; } = _meter.CreateUpDownCounter<int>("controller_runtime_active_workers");

    public static UpDownCounter<int> QueueDepth { get; } = _meter.CreateUpDownCounter<int>("workqueue_depth");

    public static Counter<long> QueueAdds { get; } = _meter.CreateCounter<long>("workqueue_adds_total");

    public static Counter<long> QueueRetries { get; } = _meter.CreateCounter<long>("workqueue_retries_total");

    public static Histogram<double> QueueTime { get; } = _meter.CreateHistogram<double>("workqueue_queue_duration_seconds", "s");

    public static UpDownCounter<int> IsLeader { get; } = _meter.CreateUpDownCounter<int>("leader_election_master_status");

    public static Counter<long> EventsDropped { get; } = _meter.CreateCounter<long>("operon_events_dropped_total");
}
