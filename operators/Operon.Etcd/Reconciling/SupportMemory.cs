using System.Collections.Concurrent;

namespace Operon.Etcd.Reconciling;

/// <summary>
/// What this process knows about the objects around one cluster: looked at once in a while instead of at each turn, and not asked for again at once when
/// the API server refused it.
/// </summary>
internal sealed class SupportMemory
{
    private static readonly TimeSpan _trust = TimeSpan.FromSeconds(60);
    private readonly ConcurrentDictionary<string, (string Hash, DateTimeOffset Time)> _seen = [];
    private readonly ConcurrentDictionary<string, (string Hash, DateTimeOffset Until, string Error)> _refused = [];

    /// <summary>Whether it was seen to be as wanted a moment ago.</summary>
    public bool IsFresh(string title, string hash, DateTimeOffset now) => _seen.TryGetValue(title, out var seen) && seen.Hash == hash && now - seen.Time < _trust;

    public void Saw(string title, string hash, DateTimeOffset now) => _seen[title] = (hash, now);

    public void Refuse(string title, string hash, DateTimeOffset until, string error)
    {
        _seen.TryRemove(title, out _);
        _refused[title] = (hash, until, error);
    }

    public void Accept(string title) => _refused.TryRemove(title, out _);

    /// <summary>What the API server said when it refused this very content not long ago; null when it did not.</summary>
    public string? RefusalOf(string title, string hash, DateTimeOffset now) =>
        _refused.TryGetValue(title, out var refused) && refused.Hash == hash && now < refused.Until ? refused.Error : null;
}
