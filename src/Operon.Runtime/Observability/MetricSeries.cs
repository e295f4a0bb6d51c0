namespace Operon.Runtime;

/// <summary>The measurements of one metric with one set of tags.</summary>
internal sealed class MetricSeries(KeyValuePair<string, object?>[] tags, double[] bounds, MetricSeries? next)
{
    private readonly Lock _lock = new();
    private readonly long[] _counts = new long[bounds.Length + 1];
    private double _sum;

    public KeyValuePair<string, object?>[] Tags => tags;

    /// <summary>Another series whose tags have the same hash.</summary>
    public MetricSeries? Next => next;

    public void Add(double value)
    {
        lock (_lock)
        {
            _sum += value;
        }
    }

    public void Set(double value)
    {
        lock (_lock)
        {
            _sum = value;
        }
    }

    public void Observe(double value)
    {
        var bucket = Array.BinarySearch(bounds, value);
        lock (_lock)
        {
            _counts[bucket < 0 ? ~bucket : bucket]++;
            _sum += value;
        }
    }

    public (double Sum, long[] Counts) Read()
    {
        lock (_lock)
        {
            return (_sum, [.. _counts]);
        }
    }
}
