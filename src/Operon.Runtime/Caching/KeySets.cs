using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>Sets of keys by value.</summary>
internal sealed class KeySets
{
    private static readonly HashSet<ObjectKey> _none = [];
    private readonly Dictionary<string, HashSet<ObjectKey>> _sets = [];

    public IReadOnlySet<ObjectKey> Of(string value) => _sets.TryGetValue(value, out var keys) ? keys : _none;

    public void Add(string value, ObjectKey key) => (_sets.TryGetValue(value, out var keys) ? keys : _sets[value] = []).Add(key);

    public void Remove(string value, ObjectKey key)
    {
        if (_sets.TryGetValue(value, out var keys) && keys.Remove(key) && keys.Count == 0)
        {
            _sets.Remove(value);
        }
    }
}
