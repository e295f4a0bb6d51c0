using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Operon.Etcd.Serving;

/// <summary>The metrics of the CoreOS operator under their old names, as Prometheus text.</summary>
internal sealed class OperatorMetrics(TimeProvider time)
{
    private static readonly double[] _buckets = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly ConcurrentDictionary<string, Histogram> _durations = [];
    private readonly ConcurrentDictionary<string, long> _failures = [];
    private long _created;
    private long _deleted;
    private long _modified;
    private long _failed;

    /// <summary>How many clusters this operator takes care of.</summary>
    public Func<int> Clusters { get; set; } = () => 0;

    public void Created() => Interlocked.Increment(ref _created);

    public void Deleted() => Interlocked.Increment(ref _deleted);

    public void Modified() => Interlocked.Increment(ref _modified);

    public void Failed(string reason)
    {
        Interlocked.Increment(ref _failed);
        _failures.AddOrUpdate(reason.Length > 200 ? reason[..200] : reason, 1, static (_, count) => count + 1);
    }

    public IDisposable Reconciling(string cluster) => new Measurement(_durations.GetOrAdd(cluster, static _ => new Histogram()), time);

    public string Render()
    {
        var text = new StringBuilder();
        Head(text, "etcd_operator_cluster_reconcile_duration", "histogram", "Seconds of one reconcile of a cluster.");
        foreach (var (cluster, histogram) in _durations.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            histogram.Render(text, "etcd_operator_cluster_reconcile_duration", $"ClusterName=\"{Escape(cluster)}\"");
        }

        Head(text, "etcd_operator_cluster_reconcile_failed", "counter", "Reconciles that failed, by reason.");
        foreach (var (reason, count) in _failures.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"etcd_operator_cluster_reconcile_failed{{Reason=\"{Escape(reason)}\"}} {count}\n");
        }

        Single(text, "etcd_operator_controller_clusters", "gauge", "Clusters taken care of.", Clusters());
        Single(text, "etcd_operator_controller_clusters_created", "counter", "Clusters seen for the first time.", Interlocked.Read(ref _created));
        Single(text, "etcd_operator_controller_clusters_deleted", "counter", "Clusters deleted.", Interlocked.Read(ref _deleted));
        Single(text, "etcd_operator_controller_clusters_modified", "counter", "Changes of the spec of a cluster.", Interlocked.Read(ref _modified));
        Single(text, "etcd_operator_controller_clusters_failed", "counter", "Failures of reconciles.", Interlocked.Read(ref _failed));
        return text.ToString();
    }

    private static void Head(StringBuilder text, string name, string type, string help) =>
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");

    private static void Single(StringBuilder text, string name, string type, string help, long value)
    {
        Head(text, name, type, help);
        text.Append(CultureInfo.InvariantCulture, $"{name} {value}\n");
    }

    private static string Escape(string label) =>
        label.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private sealed class Measurement(Histogram histogram, TimeProvider time) : IDisposable
    {
        private readonly long _start = time.GetTimestamp();

        public void Dispose() => histogram.Observe(time.GetElapsedTime(_start).TotalSeconds);
    }

    private sealed class Histogram
    {
        private readonly Lock _lock = new();
        private readonly long[] _counts = new long[_buckets.Length + 1];
        private double _sum;

        public void Observe(double seconds)
        {
            var bucket = Array.FindIndex(_buckets, bound => seconds <= bound);
            lock (_lock)
            {
                _counts[bucket < 0 ? _buckets.Length : bucket]++;
                _sum += seconds;
            }
        }

        public void Render(StringBuilder text, string name, string label)
        {
            lock (_lock)
            {
                var total = 0L;
                for (var i = 0; i < _buckets.Length; i++)
                {
                    total += _counts[i];
                    text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{label},le=\"{_buckets[i]}\"}} {total}\n");
                }

                total += _counts[^1];
                text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{label},le=\"+Inf\"}} {total}\n{name}_sum{{{label}}} {_sum}\n{name}_count{{{label}}} {total}\n");
            }
        }
    }
}
