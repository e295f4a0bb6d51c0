using System.Diagnostics.CodeAnalysis;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>
/// Keys to work on. A key waits at most once, is never with two workers, and is handed out once more when it was added while a worker
/// had it. Delayed keys wait on one timer; failed ones come back after 5 ms, doubled each time up to 1000 s.
/// </summary>
internal sealed class WorkQueue : IDisposable
{
    private static readonly TimeSpan _firstBackoff = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan _longestBackoff = TimeSpan.FromSeconds(1000);
    private readonly Lock _lock = new();
    private readonly Dictionary<ObjectKey, QueuedKey> _keys = [];
    private readonly Queue<ObjectKey> _high = new();
    private readonly Queue<ObjectKey> _low = new();
    private readonly PriorityQueue<ObjectKey, DateTimeOffset> _delayed = new();
    private readonly SemaphoreSlim _available = new(0);
    private readonly TimeProvider _time;
    private readonly QueueMetrics _metrics;
    private readonly ITimer _timer;
    private DateTimeOffset _timerDue = DateTimeOffset.MaxValue;
    private bool _isShutDown;

    public WorkQueue(string name, TimeProvider time)
    {
        _time = time;
        _metrics = new QueueMetrics(name);
        _timer = time.CreateTimer(_ => MoveDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public int Depth
    {
        get
        {
            lock (_lock)
            {
                return _keys.Values.Count(key => key.IsReady);
            }
        }
    }

    public void Add(ObjectKey key, QueuePriority priority = QueuePriority.High)
    {
        lock (_lock)
        {
            AddReady(key, Entry(key), priority);
        }
    }

    /// <summary>Adds after a time. Of several pending delays the shortest counts.</summary>
    public void AddAfter(ObjectKey key, TimeSpan delay)
    {
        if (delay <= TimeSpan.Zero)
        {
            Add(key);
            return;
        }

        lock (_lock)
        {
            var entry = Entry(key);
            var due = _time.GetUtcNow() + delay;
            if (_isShutDown || entry.Due <= due)
            {
                return;
            }

            entry.Due = due;
            _delayed.Enqueue(key, due);
            SetTimer(due);
        }
    }

    /// <summary>Adds after the back-off of the key's failures so far, and counts one more.</summary>
    public TimeSpan AddFailed(ObjectKey key)
    {
        TimeSpan delay;
        lock (_lock)
        {
            var entry = Entry(key);
            delay = entry.Failures < 20 && _firstBackoff * (1 << entry.Failures) is var grown && grown < _longestBackoff ? grown : _longestBackoff;
            entry.Failures++;
        }

        _metrics.Retried();
        AddAfter(key, delay);
        return delay;
    }

    public void Forget(ObjectKey key)
    {
        lock (_lock)
        {
            if (_keys.TryGetValue(key, out var entry))
            {
                entry.Failures = 0;
                RemoveIdle(key, entry);
            }
        }
    }

    public int Failures(ObjectKey key)
    {
        lock (_lock)
        {
            return _keys.TryGetValue(key, out var entry) ? entry.Failures : 0;
        }
    }

    /// <summary>The next key, which the caller must give back with <see cref="Done"/>; null after <see cref="ShutDown"/>.</summary>
    public async ValueTask<ObjectKey?> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await _available.WaitAsync(cancellationToken);
            lock (_lock)
            {
                if (_isShutDown)
                {
                    _available.Release();
                    return null;
                }

                if (TryTake(out var key))
                {
                    return key;
                }
            }
        }
    }

    public void Done(ObjectKey key)
    {
        lock (_lock)
        {
            var entry = _keys[key];
            entry.IsProcessing = false;
            if (entry.IsDirty)
            {
                entry.IsDirty = false;
                MakeReady(key, entry);
            }

            RemoveIdle(key, entry);
        }
    }

    /// <summary>Hands nothing out any more.</summary>
    public void ShutDown()
    {
        lock (_lock)
        {
            _isShutDown = true;
            _available.Release();
        }
    }

    public void Dispose()
    {
        _timer.Dispose();
        _available.Dispose();
    }

    private QueuedKey Entry(ObjectKey key) => _keys.TryGetValue(key, out var entry) ? entry : _keys[key] = new QueuedKey();

    private void AddReady(ObjectKey key, QueuedKey entry, QueuePriority priority)
    {
        if (_isShutDown)
        {
            return;
        }

        var isRaised = priority > entry.Priority;
        entry.Priority = isRaised ? priority : entry.Priority;
        if (entry.IsProcessing)
        {
            entry.IsDirty = true;
        }
        else if (!entry.IsReady)
        {
            MakeReady(key, entry);
        }
        else if (isRaised)
        {
            // The place in the low queue stays behind and is skipped when its turn comes.
            _high.Enqueue(key);
            _available.Release();
        }
    }

    private void MakeReady(ObjectKey key, QueuedKey entry)
    {
        entry.IsReady = true;
        entry.ReadySince = _time.GetTimestamp();
        (entry.Priority == QueuePriority.High ? _high : _low).Enqueue(key);
        _metrics.Added();
        _available.Release();
    }

    private bool TryTake([NotNullWhen(true)] out ObjectKey? taken)
    {
        while (_high.TryDequeue(out var key) || _low.TryDequeue(out key))
        {
            if (_keys.TryGetValue(key, out var entry) && entry.IsReady)
            {
                entry.IsReady = false;
                entry.IsProcessing = true;
                entry.Priority = QueuePriority.Low;
                _metrics.Taken(_time.GetElapsedTime(entry.ReadySince));
                taken = key;
                return true;
            }
        }

        taken = null;
        return false;
    }

    private void RemoveIdle(ObjectKey key, QueuedKey entry)
    {
        if (entry.IsIdle)
        {
            _keys.Remove(key);
        }
    }

    private void SetTimer(DateTimeOffset due)
    {
        if (due >= _timerDue)
        {
            return;
        }

        _timerDue = due;
        var wait = due - _time.GetUtcNow();
        _timer.Change(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private void MoveDue()
    {
        lock (_lock)
        {
            _timerDue = DateTimeOffset.MaxValue;
            if (_isShutDown)
            {
                return;
            }

            var now = _time.GetUtcNow();
            while (_delayed.TryPeek(out var key, out var due))
            {
                if (due > now)
                {
                    SetTimer(due);
                    return;
                }

                _delayed.Dequeue();

                // A shorter delay that was added later has its own place; this one is then out of date.
                if (_keys.TryGetValue(key, out var entry) && entry.Due == due)
                {
                    entry.Due = null;
                    AddReady(key, entry, QueuePriority.High);
                }
            }
        }
    }
}
