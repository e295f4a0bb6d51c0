using System.Collections.Concurrent;

namespace Operon.Runtime;

/// <summary>All series of one metric. Instruments of one name in several meters are one family.</summary>
internal sealed class MetricFamily(string name, string? help, MetricType type, bool isObserved, bool isAbsolute, double[] bounds)
{
    private readonly ConcurrentDictionary<int, MetricSeries> _series = [];
    private readonly Lock _growing = new();

    public string Name => name;

    public string? Help => help;

    public MetricType Type => type;

    public double[] Bounds => bounds;

    public IEnumerable<MetricSeries> Series
    {
        get
        {
            foreach (var first in _series.Values)
            {
                for (var series = first; series is not null; series = series.Next)
                {
                    yield return series;
                }
            }
        }
    }

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var series = Find(tags);
        if (type == MetricType.Histogram)
        {
            series.Observe(value);
        }
        else if (isAbsolute)
        {
            series.Set(value);
        }
        else
        {
            series.Add(value);
        }
    }

    /// <summary>Forgets what is measured anew at every reading, so that what is gone is not shown.</summary>
    public void BeginReading()
    {
        if (isObserved)
        {
            _series.Clear();
        }
    }

    private MetricSeries Find(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var hash = TagSet.Hash(tags);
        if (Find(hash, tags) is { } known)
        {
            return known;
        }

        lock (_growing)
        {
            if (Find(hash, tags) is { } raced)
            {
                return raced;
            }

            var added = new MetricSeries(tags.ToArray(), bounds, _series.GetValueOrDefault(hash));
            _series[hash] = added;
            return added;
        }
    }

    private MetricSeries? Find(int hash, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var series = _series.GetValueOrDefault(hash);
        while (series is not null && !TagSet.AreEqual(series.Tags, tags))
        {
            series = series.Next;
        }

        return series;
    }
}
