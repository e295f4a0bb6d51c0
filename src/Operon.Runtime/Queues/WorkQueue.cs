using System.Diagnostics;

namespace Operon.Runtime;

/// <summary>
/// Keys to work on. A key waits at most once, is never with two workers, and is handed out once more when it was added while a worker had it.
/// Of several adds the highest priority and the earliest time count. Delayed keys wait on one timer; failed ones come back after an exponential
/// back-off without end. A worker that waits is handed its key by whoever adds it.
/// </summary>
internal sealed class WorkQueue<TKey> : IWorkQueue<TKey>, IDisposable
    where TKey : notnull, IEquatable<TKey>
{
    private const int MostSpareEntries = 1024;
    private static readonly TimeSpan _longestTimer = TimeSpan.FromDays(1);
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, QueueEntry<TKey>> _entries = [];
    private readonly ReadyKeys<TKey> _ready;
    private readonly DelayedKeys<TKey> _delayed = new();
    private readonly EntryList<TKey> _inWork = new(QueuePriority.Normal);
    private readonly Stack<QueueWaiter<TKey>> _waiting = new();
    private readonly Stack<QueueWaiter<TKey>> _spareWaiters = new();
    private readonly Stack<QueueEntry<TKey>> _spareEntries = new();
    private readonly TimeProvider _time;
    private readonly QueueMetrics _metrics;
    private readonly KeyBackoff<TKey> _pace;
    private readonly ITimer _timer;
    private long _timerDue = long.MaxValue;
    private bool _isShutDown;

    public WorkQueue(string name, TimeProvider time, QueueOptions? options = null)
    {
        options ??= new QueueOptions();
        options.Validate();
        _time = time;
        _ready = new ReadyKeys<TKey>(options.LowerPriorityTurn);
        _pace = new KeyBackoff<TKey>(options, time);
        _metrics = new QueueMetrics(name, InWorkFor);
        _timer = time.CreateTimer(static queue => ((WorkQueue<TKey>)queue!).MoveDue(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public int Depth
    {
        get
        {
            lock (_lock)
            {
                return _ready.Count;
            }
        }
    }

    /// <summary>Keys that are remembered at all: waiting, delayed, in work, or with failures.</summary>
    public int Known
    {
        get
        {
            lock (_lock)
            {
                return _entries.Count;
            }
        }
    }

    public void Add(TKey key, WorkCause cause = default, int priority = QueuePriority.Normal, TimeSpan delay = default)
    {
        var trigger = Activity.Current is { } activity ? activity.Context : default;
        lock (_lock)
        {
            if (_isShutDown)
            {
                return;
            }

            var now = _time.GetTimestamp();
            var due = delay > TimeSpan.Zero ? now + Timestamps.Of(delay, _time) : now;
            Request(Entry(key), cause, priority, due, now, trigger);
        }
    }

    /// <summary>Adds after the back-off of the key's failures so far, or <paramref name="atLeast"/> when that is longer, and counts one more.</summary>
    public TimeSpan AddFailed(TKey key, int priority = QueuePriority.Normal, TimeSpan atLeast = default)
    {
        TimeSpan delay;
        lock (_lock)
        {
            var now = _time.GetTimestamp();
            var entry = Entry(key);
            delay = _pace.Next(entry.Failures, now);
            delay = atLeast > delay ? atLeast : delay;
            entry.Failures++;
            if (!_isShutDown)
            {
                Request(entry, new WorkCause(CauseKind.Retry), priority, now + Timestamps.Of(delay, _time), now, default);
            }
        }

        _metrics.Retried();
        return delay;
    }

    public void Forget(TKey key)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(key, out var entry))
            {
                entry.Failures = 0;
                RemoveIdle(entry);
            }
        }
    }

    public int Failures(TKey key)
    {
        lock (_lock)
        {
            return _entries.TryGetValue(key, out var entry) ? entry.Failures : 0;
        }
    }

    /// <summary>The next key, which the caller must give back with <see cref="Done"/>; null after <see cref="ShutDown"/>.</summary>
    public ValueTask<QueueItem<TKey>?> TakeAsync()
    {
        lock (_lock)
        {
            if (_isShutDown)
            {
                return default;
            }

            if (_ready.Count > 0)
            {
                return new(Take());
            }

            var waiter = _spareWaiters.TryPop(out var spare) ? spare : new QueueWaiter<TKey>(this);
            var task = waiter.Task;
            _waiting.Push(waiter);
            return task;
        }
    }

    public void Done(TKey key)
    {
        long worked;
        lock (_lock)
        {
            var now = _time.GetTimestamp();
            var entry = _entries[key];
            worked = now - entry.Since;
            _inWork.Remove(entry);
            entry.IsInWork = false;
            if (entry is { IsPending: true, HeapIndex: < 0 })
            {
                Place(entry, now);
            }

            RemoveIdle(entry);
        }

        _metrics.Worked(Elapsed(worked));
    }

    /// <summary>Hands nothing out any more and lets the waiting workers go.</summary>
    public void ShutDown()
    {
        lock (_lock)
        {
            _isShutDown = true;
            while (_waiting.TryPop(out var waiter))
            {
                waiter.Set(null);
            }
        }
    }

    /// <summary>The keys workers have, and for how long.</summary>
    public IReadOnlyList<(TKey Key, TimeSpan For)> InWork()
    {
        lock (_lock)
        {
            var now = _time.GetTimestamp();
            var found = new List<(TKey, TimeSpan)>(_inWork.Count);
            for (var entry = _inWork.First; entry is not null; entry = entry.Next)
            {
                found.Add((entry.Key, Elapsed(now - entry.Since)));
            }

            return found;
        }
    }

    public void Dispose()
    {
        ShutDown();
        lock (_lock)
        {
            // The depth is a sum over the life of the process: what will never be taken must not stay in it.
            while (_ready.Next() is { } entry)
            {
                _metrics.Left(entry.List!.Tag);
                _ready.Remove(entry);
            }
        }

        _timer.Dispose();
        _metrics.Dispose();
    }

    internal void Return(QueueWaiter<TKey> waiter)
    {
        lock (_lock)
        {
            _spareWaiters.Push(waiter);
        }
    }

    private QueueEntry<TKey> Entry(TKey key)
    {
        if (_entries.TryGetValue(key, out var entry))
        {
            return entry;
        }

        entry = _spareEntries.TryPop(out var spare) ? spare : new QueueEntry<TKey>();
        entry.Key = key;
        _entries.Add(key, entry);
        return entry;
    }

    private void Request(QueueEntry<TKey> entry, in WorkCause cause, int priority, long due, long now, ActivityContext trigger)
    {
        var isRaised = false;
        if (!entry.IsPending)
        {
            entry.IsPending = true;
            entry.Priority = priority;
            entry.Due = due;
            entry.Causes = default;
            entry.Trigger = trigger;
            _metrics.Added();
        }
        else
        {
            isRaised = priority > entry.Priority;
            due = Math.Min(due, entry.Due);
            if (isRaised && entry.List is { } level && !entry.IsInWork)
            {
                _ready.Remove(entry);
                _metrics.Left(level.Tag);
                entry.Priority = priority;
                _metrics.Waits(_ready.Append(entry).Tag);
            }

            entry.Priority = Math.Max(priority, entry.Priority);
            entry.Due = due;
            entry.Trigger = trigger == default ? entry.Trigger : trigger;
        }

        entry.Causes = entry.Causes.Add(cause);
        if (entry.IsInWork ? due > now || entry.HeapIndex >= 0 : entry.List is null)
        {
            Place(entry, now);
        }
    }

    /// <summary>Puts a pending entry where it belongs by its time.</summary>
    private void Place(QueueEntry<TKey> entry, long now)
    {
        entry.Due = Math.Max(entry.Due, entry.IsInWork ? entry.Due : _pace.Earliest(entry.Key, now));
        if (entry.Due > now)
        {
            _delayed.Put(entry);
            SetTimer(_delayed.First!.Due, now);
            return;
        }

        if (entry.HeapIndex >= 0)
        {
            _delayed.Remove(entry);
        }

        if (!entry.IsInWork)
        {
            MakeReady(entry, now);
        }
    }

    private void MakeReady(QueueEntry<TKey> entry, long now)
    {
        entry.Since = now;
        _metrics.Waits(_ready.Append(entry).Tag);
        if (_waiting.TryPop(out var waiter))
        {
            waiter.Set(Take());
        }
    }

    private QueueItem<TKey> Take()
    {
        var now = _time.GetTimestamp();
        var entry = _ready.Next()!;
        var waited = Elapsed(now - entry.Since);
        _metrics.Taken(waited, entry.List!.Tag);
        _ready.Remove(entry);
        entry.IsPending = false;
        entry.IsInWork = true;
        entry.Since = now;
        _inWork.Append(entry);
        _pace.Taken(entry.Key, now);
        return new QueueItem<TKey>(entry.Key, entry.Priority, entry.Failures, waited, entry.Causes, entry.Trigger);
    }

    private void RemoveIdle(QueueEntry<TKey> entry)
    {
        if (!entry.IsIdle)
        {
            return;
        }

        _entries.Remove(entry.Key);
        entry.Reset();
        if (_spareEntries.Count < MostSpareEntries)
        {
            _spareEntries.Push(entry);
        }
    }

    private void SetTimer(long due, long now)
    {
        if (due >= _timerDue)
        {
            return;
        }

        // Timers count whole milliseconds: rounding up keeps one from firing before its key is due.
        var wait = TimeSpan.FromMilliseconds(Math.Ceiling(Elapsed(due - now).TotalMilliseconds));
        _timerDue = due;
        _timer.Change(wait < _longestTimer ? wait : _longestTimer, Timeout.InfiniteTimeSpan);
    }

    private void MoveDue()
    {
        lock (_lock)
        {
            _timerDue = long.MaxValue;
            var now = _time.GetTimestamp();
            while (!_isShutDown && _delayed.First is { } entry)
            {
                if (entry.Due > now)
                {
                    SetTimer(entry.Due, now);
                    return;
                }

                Place(entry, now);
            }
        }
    }

    private TimeSpan Elapsed(long timestamps) => _time.GetElapsedTime(0, timestamps);

    private (double Sum, double Longest) InWorkFor()
    {
        lock (_lock)
        {
            var now = _time.GetTimestamp();
            var (sum, longest) = (0.0, 0.0);
            for (var entry = _inWork.First; entry is not null; entry = entry.Next)
            {
                var seconds = Elapsed(now - entry.Since).TotalSeconds;
                sum += seconds;
                longest = Math.Max(longest, seconds);
            }

            return (sum, longest);
        }
    }
}
