using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Operon.Runtime;

/// <summary>
/// Carries what happens outside of the cluster (a webhook call, a message) to controllers. Each source made of it has its own bounded buffer, so
/// several controllers can listen; what is published before a controller starts waits in its buffer.
/// </summary>
public sealed partial class EventChannel<TItem>
{
    private readonly int _capacity;
    private readonly Lock _lock = new();
    private Channel<TItem>[] _listeners = [];

    /// <summary>Creates a channel whose listeners buffer <paramref name="capacity"/> items each.</summary>
    public EventChannel(int capacity = 1024)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _capacity = capacity;
    }

    /// <summary>A source that wakes the keys <paramref name="map"/> gives for each item. An item the map throws on is logged and left out.</summary>
    public ISource<TKey> ToSource<TKey>(string name, Func<TItem, IEnumerable<TKey>> map)
        where TKey : notnull, IEquatable<TKey>
    {
        var buffer = Channel.CreateBounded<TItem>(new BoundedChannelOptions(_capacity) { SingleReader = true });
        lock (_lock)
        {
            _listeners = [.. _listeners, buffer];
        }

        return new FunctionSource<TKey>(name, async (context, cancellationToken) =>
        {
            await foreach (var item in buffer.Reader.ReadAllAsync(cancellationToken))
            {
                Handle(item, map, name, context);
            }
        });
    }

    /// <summary>Hands the item to every listener; waits while a buffer is full.</summary>
    public async ValueTask PublishAsync(TItem item, CancellationToken cancellationToken)
    {
        foreach (var listener in _listeners)
        {
            await listener.Writer.WriteAsync(item, cancellationToken);
        }
    }

    /// <summary>Hands the item to every listener that has room. False when one had none.</summary>
    public bool TryPublish(TItem item)
    {
        var isComplete = true;
        foreach (var listener in _listeners)
        {
            isComplete &= listener.Writer.TryWrite(item);
        }

        return isComplete;
    }

    private static void Handle<TKey>(TItem item, Func<TItem, IEnumerable<TKey>> map, string name, SourceContext<TKey> context)
        where TKey : notnull, IEquatable<TKey>
    {
        try
        {
            foreach (var key in map(item))
            {
                context.Queue.Add(key, new WorkCause(CauseKind.External, name), QueuePriority.Normal, context.Debounce);
            }
        }
#pragma warning disable CA1031 // One bad item must not end the controller, as one object that a handler fails on does not.
        catch (Exception e)
#pragma warning restore CA1031
        {
            MapFailed(context.Logger, name, e);
        }
    }

    [LoggerMessage(42, LogLevel.Error, "The map of {Source} failed on an item, which is left out")]
    private static partial void MapFailed(ILogger logger, string source, Exception exception);
}
