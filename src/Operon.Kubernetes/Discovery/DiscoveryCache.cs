using System.Collections.Concurrent;

namespace Operon.Kubernetes;

/// <summary>Answers by key; an answer that does not satisfy is fetched again unless it is fresh. Failures are not remembered.</summary>
internal sealed class DiscoveryCache<T>(TimeProvider time, Func<TimeSpan> interval, Func<string, CancellationToken, Task<T>> fetch)
{
    private readonly ConcurrentDictionary<string, Entry> _entries = new();

    public async ValueTask<T> GetAsync(string key, Func<T, bool> satisfies, CancellationToken cancellationToken)
    {
        var entry = _entries.GetOrAdd(key, _ => new Entry());
        if (entry.Answer is { } known && (satisfies(known.Value) || IsFresh(known)))
        {
            return known.Value;
        }

        await entry.Gate.WaitAsync(cancellationToken);
        try
        {
            // Someone else may have asked while this caller waited.
            if (entry.Answer is { } raced && (satisfies(raced.Value) || IsFresh(raced)))
            {
                return raced.Value;
            }

            var value = await fetch(key, cancellationToken);
            entry.Answer = new Answer(value, time.GetTimestamp());
            return value;
        }
        finally
        {
            entry.Gate.Release();
        }
    }

    public void Clear() => _entries.Clear();

    private bool IsFresh(Answer answer) => time.GetElapsedTime(answer.Fetched) < interval();

    private sealed class Entry
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);

        public volatile Answer? Answer;
    }

    private sealed record Answer(T Value, long Fetched);
}
