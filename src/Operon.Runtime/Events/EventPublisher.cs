using System.Net;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>
/// Publishes events from a bounded queue, with a few writers so that one that must wait for the server does not hold up all. Nothing runs before the first
/// event. What cannot be written after some tries, or does not fit into the queue, is dropped and counted.
/// </summary>
internal sealed partial class EventPublisher
{
    private const int QueueLength = 1000;
    private const int Writers = 8;
    private const int MostTries = 12;
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _sweep = TimeSpan.FromMinutes(1);

    // Its two kinds of event are prepared at the first one, not at the operator's start.
    private readonly Lazy<EventWriter> _writer;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly EventCorrelator _correlator = new();
    private readonly Channel<EventRecord> _queue =
        Channel.CreateBounded<EventRecord>(new BoundedChannelOptions(QueueLength) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    public EventPublisher(IKubernetesClient client, TimeProvider time, ILogger logger)
    {
        _writer = new Lazy<EventWriter>(() => new EventWriter(client, Environment.GetEnvironmentVariable("POD_NAME") is { Length: > 0 } pod ? pod : Environment.MachineName));
        _time = time;
        _logger = logger;
    }

    /// <summary>How many events nobody has looked at yet.</summary>
    public int Waiting => _queue.Reader.Count;

    public void Publish(EventRecord record)
    {
        if (!_queue.Writer.TryWrite(record))
        {
            RuntimeMetrics.EventsDropped.Add(1);
            Dropped(_logger, record.Reason, record.Regarding.Name);
        }
    }

    /// <summary>Publishes until <see cref="Complete"/> was called and everything is written, or until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var slots = new SemaphoreSlim(Writers);
        try
        {
            var more = _queue.Reader.WaitToReadAsync(cancellationToken).AsTask();
            while (await WaitAsync(more, cancellationToken))
            {
                if (more.IsCompleted)
                {
                    await ReadAsync(slots, cancellationToken);
                    more = _queue.Reader.WaitToReadAsync(cancellationToken).AsTask();
                }

                await WriteAsync(_correlator.Sweep(_time.GetUtcNow().UtcDateTime), slots, cancellationToken);
            }

            await WriteAsync(_correlator.Flush(), slots, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }

        // Cancelled writers end soon; they must not meet a semaphore that is gone.
        for (var i = 0; i < Writers; i++)
        {
            await slots.WaitAsync(CancellationToken.None);
        }
    }

    public void Complete() => _queue.Writer.TryComplete();

    /// <summary>Returns when there is something to read or time to look after series; false when nothing will come any more.</summary>
    private async Task<bool> WaitAsync(Task<bool> more, CancellationToken cancellationToken)
    {
        if (_correlator.IsEmpty || more.IsCompleted)
        {
            return await more;
        }

        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var first = await Task.WhenAny(more, Task.Delay(_sweep, _time, enough.Token));
        await enough.CancelAsync();
        return first != more || await more;
    }

    private async Task ReadAsync(SemaphoreSlim slots, CancellationToken cancellationToken)
    {
        while (_queue.Reader.TryRead(out var record))
        {
            var series = _correlator.Observe(record, out var isSpam);
            if (isSpam)
            {
                RuntimeMetrics.EventsDropped.Add(1);
                Spam(_logger, record.Reason, record.Regarding.Name);
            }
            else if (series is not null)
            {
                await WriteAsync(series, slots, cancellationToken);
            }

            await WriteAsync(_correlator.Prune(), slots, cancellationToken);
        }
    }

    private async Task WriteAsync(IReadOnlyList<EventSeries> due, SemaphoreSlim slots, CancellationToken cancellationToken)
    {
        foreach (var series in due)
        {
            await WriteAsync(series, slots, cancellationToken);
        }
    }

    private async Task WriteAsync(EventSeries series, SemaphoreSlim slots, CancellationToken cancellationToken)
    {
        if (series.Want(_time.GetUtcNow().UtcDateTime))
        {
            await slots.WaitAsync(cancellationToken);
            _ = WriteAllAsync(series, slots, cancellationToken);
        }
    }

    private async Task WriteAllAsync(EventSeries series, SemaphoreSlim slots, CancellationToken cancellationToken)
    {
        try
        {
            while (series.Next() is { } state)
            {
                await WriteWithRetriesAsync(series, state.Count, state.LastSeen, cancellationToken);
                series.Written(state.Count);
            }
        }
#pragma warning disable CA1031 // An event is a courtesy: whatever keeps one from being written must not spoil more than that.
        catch (Exception e)
#pragma warning restore CA1031
        {
            series.Failed();
            RuntimeMetrics.EventsDropped.Add(1);
            Refused(_logger, series.First.Reason, series.First.Regarding.Name, e.Message);
        }
        finally
        {
            slots.Release();
        }
    }

    private async Task WriteWithRetriesAsync(EventSeries series, int count, DateTime lastSeen, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await _writer.Value.WriteAsync(series, count, lastSeen, cancellationToken);
                return;
            }
            catch (KubernetesApiException e) when (e.IsNamespaceTerminating || e.IsNotFound)
            {
                // The end of a namespace is full of events that nobody can read any more.
                NamespaceEnds(_logger, series.First.Reason, series.First.Regarding.Name);
                return;
            }
            catch (Exception e) when (attempt < MostTries && e is HttpRequestException or KubernetesApiException { Code: HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError })
            {
#pragma warning disable CA5394 // Spreads tries; nothing secret depends on it.
                await Task.Delay(_pause * (1 + (0.25 * Random.Shared.NextDouble())), _time, cancellationToken);
#pragma warning restore CA5394
            }
        }
    }

    [LoggerMessage(50, LogLevel.Warning, "Event {Reason} about {Name} is dropped: too many wait")]
    private static partial void Dropped(ILogger logger, string reason, string name);

    [LoggerMessage(51, LogLevel.Warning, "Event {Reason} about {Name} is dropped: {Error}")]
    private static partial void Refused(ILogger logger, string reason, string name, string error);

    [LoggerMessage(52, LogLevel.Debug, "Event {Reason} about {Name} is dropped: there are too many about this object")]
    private static partial void Spam(ILogger logger, string reason, string name);

    [LoggerMessage(53, LogLevel.Debug, "Event {Reason} about {Name} is dropped: its namespace is going away")]
    private static partial void NamespaceEnds(ILogger logger, string reason, string name);
}
