using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>Keys by value.</summary>
internal sealed class StoreIndex<T>(Func<T, IEnumerable<string>> values)
    where T : class
{
    private readonly Dictionary<string, HashSet<ObjectKey>> _keys = [];
    private readonly Dictionary<ObjectKey, string[]> _values = [];

    public IReadOnlyCollection<ObjectKey> Keys(string value) => _keys.TryGetValue(value, out var keys) ? keys : [];

    public void Replace(ObjectKey key, T? old, T? resource)
    {
        // The values an object was filed under are remembered: objects are mutable models, and a value function may change its mind.
        if (old is not null && _values.Remove(key, out var before))
        {
            foreach (var value in before)
            {
                if (_keys.TryGetValue(value, out var keys) && keys.Remove(key) && keys.Count == 0)
                {
                    _keys.Remove(value);
                }
            }
        }

        if (resource is null || values(resource).ToArray() is not { Length: > 0 } now)
        {
            return;
        }

        _values[key] = now;
        foreach (var value in now)
        {
            (_keys.TryGetValue(value, out var keys) ? keys : _keys[value] = []).Add(key);
        }
    }
}
