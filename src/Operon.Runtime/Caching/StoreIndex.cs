using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>Keys by the values a function gives for an object.</summary>
internal sealed class StoreIndex<T>(Func<T, IEnumerable<string>> values)
    where T : class
{
    private readonly KeySets _keys = new();
    private readonly Dictionary<ObjectKey, string[]> _values = [];

    public IReadOnlySet<ObjectKey> Keys(string value) => _keys.Of(value);

    public void Replace(ObjectKey key, T? old, T? resource)
    {
        // The values an object was filed under are remembered: objects are mutable models, and a value function may change its mind.
        if (old is not null && _values.Remove(key, out var before))
        {
            foreach (var value in before)
            {
                _keys.Remove(value, key);
            }
        }

        if (resource is null || values(resource).ToArray() is not { Length: > 0 } now)
        {
            return;
        }

        _values[key] = now;
        foreach (var value in now)
        {
            _keys.Add(value, key);
        }
    }
}
