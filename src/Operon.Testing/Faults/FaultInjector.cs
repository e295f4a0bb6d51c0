using System.Collections.Immutable;

namespace Operon.Testing;

/// <summary>The faults in force on a test cluster, and what they hit. Faults are tried in the order they were added; the first that hits decides.</summary>
public sealed class FaultInjector
{
    private const int LogCapacity = 20_000;
    private readonly Lock _lock = new();
    private readonly Random _random;
    private readonly Queue<FiredFault> _log = new();
    private ImmutableArray<FaultHandle> _handles = [];
    private ImmutableArray<WatchCacheHold> _holds = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal FaultInjector(int seed)
    {
        Seed = seed;
#pragma warning disable CA5394 // Chance that can be repeated is the point.
        _random = new Random(seed);
#pragma warning restore CA5394
    }

    /// <summary>What decides about faults that hit by chance. Name it when a test fails, and give it to the next cluster to see the same.</summary>
    public int Seed { get; }

    /// <summary>What was hit, oldest first; the newest 20,000.</summary>
    public IReadOnlyList<FiredFault> Log
    {
        get
        {
            lock (_lock)
            {
                return [.. _log];
            }
        }
    }

    internal ImmutableArray<WatchCacheHold> Holds => _holds;

    /// <summary>Completes at the next addition or removal.</summary>
    internal Task Changed
    {
        get
        {
            lock (_lock)
            {
                return _changed.Task;
            }
        }
    }

    /// <summary>Puts a fault in force. Throws <see cref="ArgumentException"/> when it does not say what happens.</summary>
    public FaultHandle Add(Fault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        if (fault.Kind == FaultKind.None)
        {
            throw new ArgumentException("The fault does not say what goes wrong: end it with Respond, NeverAnswer, CutAfter, SilenceWatch or the like.", nameof(fault));
        }

        var handle = new FaultHandle(this, fault);
        lock (_lock)
        {
            _handles = _handles.Add(handle);
            Signal();
        }

        return handle;
    }

    /// <summary>
    /// Lets the server's watch cache for a resource fall behind until the result is disposed: watches get nothing newer than now, lists that accept any
    /// version (<c>resourceVersion=0</c>) get the state of now, and whoever asks for something newer waits, then gets 504. Reads of the most recent
    /// state are not touched.
    /// </summary>
    /// <param name="resource">Plural, with the group when two resources have the same; null for all.</param>
    public IDisposable HoldWatchCache(string? resource = null)
    {
        var hold = new WatchCacheHold(this, resource, Revision());
        lock (_lock)
        {
            _holds = _holds.Add(hold);
        }

        return hold;
    }

    /// <summary>Takes all faults back.</summary>
    public void Clear()
    {
        foreach (var handle in _handles)
        {
            handle.Dispose();
        }

        foreach (var hold in _holds)
        {
            hold.Dispose();
        }
    }

    internal Func<long> Revision { get; set; } = () => throw new InvalidOperationException("The server does not run yet.");

    internal void Remove(FaultHandle handle)
    {
        lock (_lock)
        {
            _handles = _handles.Remove(handle);
            Signal();
        }
    }

    internal void Remove(WatchCacheHold hold)
    {
        lock (_lock)
        {
            _holds = _holds.Remove(hold);
        }
    }

    /// <summary>The faults that hit a request when it arrives: any number of delays, then at most one of another kind.</summary>
    internal List<FaultHandle> Hit(TestRequest request)
    {
        List<FaultHandle> hit = [];
        foreach (var handle in _handles)
        {
            if (handle.Fault.IsForStreams || (request.Verb == Verb.Watch && handle.Fault.Kind == FaultKind.CutMiddle) || !TryHit(handle, request))
            {
                continue;
            }

            hit.Add(handle);
            if (handle.Fault.Kind != FaultKind.Delay)
            {
                break;
            }
        }

        return hit;
    }

    /// <summary>The fault that hits a watch between two lines, or, with <paramref name="hasLine"/>, the line that comes next.</summary>
    internal FaultHandle? HitStream(TestRequest request, int lines, bool hasLine)
    {
        foreach (var handle in _handles)
        {
            var fault = handle.Fault;
            var isForLines = fault.Kind is FaultKind.CutMiddle or FaultKind.DelayEvents;
            if ((fault.IsForStreams || fault.Kind == FaultKind.CutMiddle) && isForLines == hasLine && lines >= fault.AfterEvents && TryHit(handle, request))
            {
                return handle;
            }
        }

        return null;
    }

    private bool TryHit(FaultHandle handle, TestRequest request)
    {
        if (!handle.Fault.Matches(request) || !handle.TryFire(Chance))
        {
            return false;
        }

        request.Fault = handle.Fault.ToString();
        lock (_lock)
        {
            _log.Enqueue(new FiredFault(handle.Fault, request));
            if (_log.Count > LogCapacity)
            {
                _log.Dequeue();
            }
        }

        return true;
    }

    private double Chance()
    {
        lock (_lock)
        {
#pragma warning disable CA5394 // Chance that can be repeated is the point.
            return _random.NextDouble();
#pragma warning restore CA5394
        }
    }

    private void Signal()
    {
        _changed.TrySetResult();
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
