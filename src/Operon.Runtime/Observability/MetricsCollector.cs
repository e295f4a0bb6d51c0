using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Operon.Runtime;

/// <summary>
/// Adds up what the instruments of some meters measure from its creation on, and renders it for Prometheus. Every measurement costs one
/// dictionary look-up and one uncontended lock.
/// </summary>
internal sealed class MetricsCollector : IDisposable
{
    private static readonly double[] _defaultBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
    private readonly ConcurrentDictionary<string, MetricFamily> _families = [];
    private readonly MeterListener _listener = new();
    private readonly Lock _reading = new();

    /// <param name="includes">Which meters, by name.</param>
    public MetricsCollector(Func<string, bool> includes)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (includes(instrument.Meter.Name))
            {
                listener.EnableMeasurementEvents(instrument, FamilyOf(instrument));
            }
        };
        _listener.SetMeasurementEventCallback<byte>(static (_, value, tags, family) => Record(family, value, tags));
        _listener.SetMeasurementEventCallback<short>(static (_, value, tags, family) => Record(family, value, tags));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, family) => Record(family, value, tags));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, family) => Record(family, value, tags));
        _listener.SetMeasurementEventCallback<float>(static (_, value, tags, family) => Record(family, value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, family) => Record(family, value, tags));
        _listener.SetMeasurementEventCallback<decimal>(static (_, value, tags, family) => Record(family, (double)value, tags));
        _listener.Start();
    }

    public string Render(bool isOpenMetrics)
    {
        // One reading at a time: observed families start empty.
        lock (_reading)
        {
            foreach (var family in _families.Values)
            {
                family.BeginReading();
            }

            _listener.RecordObservableInstruments();
            return new PrometheusWriter(isOpenMetrics).Write(_families.Values.OrderBy(family => family.Name, StringComparer.Ordinal));
        }
    }

    public void Dispose() => _listener.Dispose();

    private static void Record(object? family, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        ((MetricFamily)family!).Record(value, tags);

    private MetricFamily FamilyOf(Instrument instrument)
    {
        var kind = instrument.GetType().GetGenericTypeDefinition();
        var type = kind == typeof(Counter<>) || kind == typeof(ObservableCounter<>) ? MetricType.Counter
            : kind == typeof(Histogram<>) ? MetricType.Histogram : MetricType.Gauge;
        var name = PrometheusName.Of(instrument.Name, instrument.Unit, type);
        return _families.GetOrAdd(name, _ => new MetricFamily(
            name,
            instrument.Description,
            type,
            instrument.IsObservable,
            isAbsolute: kind == typeof(Gauge<>) || kind == typeof(ObservableGauge<>),
            type == MetricType.Histogram ? BoundsOf(instrument) : []));
    }

    private static double[] BoundsOf(Instrument instrument) => instrument switch
    {
        Histogram<double> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds],
        Histogram<long> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds.Select(bound => (double)bound)],
        Histogram<int> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds.Select(bound => (double)bound)],
        Histogram<float> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds.Select(bound => (double)bound)],
        _ => _defaultBounds,
    };
}
