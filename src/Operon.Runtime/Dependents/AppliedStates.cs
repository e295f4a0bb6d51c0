using System.Collections.Concurrent;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>What this process knows to match: desired state and actual state that were compared, or written, before.</summary>
internal sealed class AppliedStates
{
    private readonly ConcurrentDictionary<ObjectKey, ConcurrentDictionary<ObjectKey, AppliedState>> _byPrimary = [];

    public AppliedState? Find(ObjectKey primary, ObjectKey key) => _byPrimary.TryGetValue(primary, out var states) ? states.GetValueOrDefault(key) : null;

    public void Set(ObjectKey primary, ObjectKey key, AppliedState state) => _byPrimary.GetOrAdd(primary, _ => [])[key] = state;

    public void Remove(ObjectKey primary, ObjectKey key)
    {
        if (_byPrimary.TryGetValue(primary, out var states))
        {
            states.TryRemove(key, out _);
        }
    }

    public void Forget(ObjectKey primary) => _byPrimary.TryRemove(primary, out _);
}
