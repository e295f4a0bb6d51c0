using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Operon.Runtime.Tests;

/// <summary>What one histogram of the runtime records for the series that have a certain tag, which keeps tests that run beside each other apart.</summary>
internal sealed class Measurements : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<double> _values = [];

    public Measurements(string instrument, string tag, string value)
    {
        _listener.InstrumentPublished = (published, listener) =>
        {
            if (published.Meter.Name == RuntimeMetrics.MeterName && published.Name == instrument)
            {
                listener.EnableMeasurementEvents(published);
            }
        };
        _listener.SetMeasurementEventCallback<double>((_, measured, tags, _) =>
        {
            foreach (var one in tags)
            {
                if (one.Key == tag && value.Equals(one.Value))
                {
                    _values.Enqueue(measured);
                }
            }
        });
        _listener.Start();
    }

    public IReadOnlyList<double> Values => [.. _values];

    public void Dispose() => _listener.Dispose();
}
