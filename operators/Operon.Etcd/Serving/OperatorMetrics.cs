using System.Diagnostics.Metrics;
using Operon.Etcd.Api;

namespace Operon.Etcd.Serving;

/// <summary>What the operator itself does: the names of the CoreOS operator first, kept to the letter. Meter: <c>Operon.Etcd</c>.</summary>
internal sealed class OperatorMetrics : IDisposable
{
    public const string MeterName = "Operon.Etcd";
    private const int LongestReason = 200;

    private static readonly InstrumentAdvice<double> _buckets = new() { HistogramBucketBoundaries = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] };

    private readonly Meter _meter = new(MeterName);
    private readonly TimeProvider _time;
    private readonly Histogram<double> _durations;
    private readonly Counter<long> _failures;
    private readonly Counter<long> _actions;
    private readonly Counter<long> _refusals;
    private long _created;
    private long _deleted;
    private long _modified;
    private long _failed;

    public OperatorMetrics(TimeProvider time)
    {
        _time = time;
        _durations = _meter.CreateHistogram("etcd_operator_cluster_reconcile_duration", "s", "Seconds of one reconcile of a cluster.", null, _buckets);
        _failures = _meter.CreateCounter<long>("etcd_operator_cluster_reconcile_failed", null, "Reconciles that failed, by reason.");
        _actions = _meter.CreateCounter<long>("etcd_operator_cluster_actions_total", null, "Actions carried out on a cluster, by name; docs/etcd/metrics.md lists them.");
        _refusals = _meter.CreateCounter<long>("etcd_operator_cluster_action_refusals_total", null, "Actions that etcd or the API server did not allow yet.");

        // Observed, so that they are there before the first event.
        _meter.CreateObservableCounter("etcd_operator_controller_clusters_created", () => Interlocked.Read(ref _created), null, "Clusters seen for the first time.");
        _meter.CreateObservableCounter("etcd_operator_controller_clusters_deleted", () => Interlocked.Read(ref _deleted), null, "Clusters deleted.");
        _meter.CreateObservableCounter("etcd_operator_controller_clusters_modified", () => Interlocked.Read(ref _modified), null, "Changes of the spec of a cluster.");
        _meter.CreateObservableCounter("etcd_operator_controller_clusters_failed", () => Interlocked.Read(ref _failed), null, "Failures of reconciles.");
    }

    public void Created() => Interlocked.Increment(ref _created);

    public void Deleted() => Interlocked.Increment(ref _deleted);

    public void Modified() => Interlocked.Increment(ref _modified);

    public void Failed(string reason)
    {
        Interlocked.Increment(ref _failed);
        _failures.Add(1, new KeyValuePair<string, object?>("Reason", reason.Length > LongestReason ? reason[..LongestReason] : reason));
    }

    public void Acted(EtcdCluster cluster, string action) => _actions.Add(1, Tags(cluster, action));

    public void Refused(EtcdCluster cluster, string action) => _refusals.Add(1, Tags(cluster, action));

    public IDisposable Reconciling(string cluster) => new Measurement(this, cluster);

    /// <summary>What the clusters' own status says, read whenever somebody asks.</summary>
    public void Show(Func<IEnumerable<EtcdCluster>> clusters) => ClusterGauges.AddTo(_meter, clusters);

    /// <summary>When each cluster was backed up last, for backups that name a cluster.</summary>
    public void ShowBackups(Func<IEnumerable<EtcdBackup>> backups) => _meter.CreateObservableGauge(
        "etcd_operator_cluster_last_backup_timestamp_seconds",
        () => backups().Where(backup => backup is { Spec.ClusterName: not null, Status.LastSuccessDate: not null }).Select(backup => new Measurement<double>(
            backup.Status!.LastSuccessDate!.Value.ToUnixTimeSeconds(),
            new KeyValuePair<string, object?>("namespace", backup.Metadata.NamespaceProperty),
            new KeyValuePair<string, object?>("name", backup.Spec.ClusterName),
            new KeyValuePair<string, object?>("backup", backup.Metadata.Name))),
        "s",
        "When the last successful backup ended, in seconds since 1970.");

    public void Dispose() => _meter.Dispose();

    private static KeyValuePair<string, object?>[] Tags(EtcdCluster cluster, string action) =>
        [.. ClusterGauges.Tags(cluster), new KeyValuePair<string, object?>("action", action)];

    private sealed class Measurement(OperatorMetrics owner, string cluster) : IDisposable
    {
        private readonly long _start = owner._time.GetTimestamp();

        public void Dispose() =>
            owner._durations.Record(owner._time.GetElapsedTime(_start).TotalSeconds, new KeyValuePair<string, object?>("ClusterName", cluster));
    }
}
