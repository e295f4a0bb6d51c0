using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Operon.Runtime.Tests;

/// <summary>The sums of what one controller measured. Tests share the process's meter, so each needs a controller name of its own.</summary>
internal sealed class ControllerMetrics : IDisposable
{
    private readonly string _controller;
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<(string Instrument, string Tag), double> _sums = [];
    private readonly ConcurrentDictionary<string, double> _observed = [];

    public ControllerMetrics(string controller)
    {
        _controller = controller;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "Operon.Runtime")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>The sum, of all series or of those that carry a tag such as <c>result=error</c>.</summary>
    public double Sum(string instrument, string tag = "") => _sums.GetValueOrDefault((instrument, tag));

    /// <summary>What an observable instrument says now; null when it says nothing about the controller.</summary>
    public double? Observe(string instrument)
    {
        _observed.Clear();
        _listener.RecordObservableInstruments();
        return _observed.TryGetValue(instrument, out var value) ? value : null;
    }

    public void Dispose() => _listener.Dispose();

    private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var isMine = false;
        foreach (var (name, tag) in tags)
        {
            isMine |= name == "controller" && Equals(tag, _controller);
        }

        if (!isMine)
        {
            return;
        }

        if (instrument.IsObservable)
        {
            _observed[instrument.Name] = value;
            return;
        }

        _sums.AddOrUpdate((instrument.Name, ""), value, (_, sum) => sum + value);
        foreach (var (name, tag) in tags)
        {
            _sums.AddOrUpdate((instrument.Name, $"{name}={tag}"), value, (_, sum) => sum + value);
        }
    }
}
