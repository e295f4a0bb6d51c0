using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Operon.Webhooks.Tests;

/// <summary>What the webhooks' meter measured. Tests run at the same time: look at tags of your own.</summary>
internal sealed class Measurements : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<Measured> _all = new();

    public Measurements()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "Operon.Webhooks")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    public IReadOnlyList<Measured> All => [.. _all];

    public Task WaitForAsync(string name, string webhook) =>
        Wait.ForAsync(() => All.Any(one => one.Name == name && one.Tags.Contains(KeyValuePair.Create<string, object?>("webhook", webhook))));

    /// <summary>Asks the observable instruments.</summary>
    public void Observe() => _listener.RecordObservableInstruments();

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) => _all.Enqueue(new Measured(instrument.Name, value, tags.ToArray()));

    internal sealed record Measured(string Name, double Value, IReadOnlyList<KeyValuePair<string, object?>> Tags);
}
