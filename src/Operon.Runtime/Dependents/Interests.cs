using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>Which primary objects look at which other object.</summary>
internal sealed class Interests
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ObjectKey, ObjectKey> _targets = [];
    private readonly Dictionary<ObjectKey, HashSet<ObjectKey>> _primaries = [];

    public void Set(ObjectKey primary, ObjectKey? target)
    {
        lock (_lock)
        {
            if (_targets.Remove(primary, out var before) && _primaries.TryGetValue(before, out var others) && others.Remove(primary) && others.Count == 0)
            {
                _primaries.Remove(before);
            }

            if (target is { } key)
            {
                _targets[primary] = key;
                _primaries.TryAdd(key, []);
                _primaries[key].Add(primary);
            }
        }
    }

    public IReadOnlyList<ObjectKey> Of(ObjectKey target)
    {
        lock (_lock)
        {
            return _primaries.TryGetValue(target, out var primaries) ? [.. primaries] : [];
        }
    }
}
