using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>
/// Remembers the state of each object that was handled last and tells what has changed since: for handlers that care which field it was. Changes
/// are hints: several may have been folded into one, and those made while no process ran show up as a first sight.
/// </summary>
public sealed class LastSeen<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly ResourceKind<T> _kind;
    private readonly Memos<T, Slot> _slots;

    /// <summary>Remembers objects of <paramref name="kind"/> while the manager's cache holds them.</summary>
    public LastSeen(ControllerManager manager, ResourceKind<T> kind, CacheOptions? options = null)
    {
        _kind = kind;
        _slots = manager.Memos(kind, _ => new Slot(), options);
    }

    /// <summary>The differences to what <see cref="Remember"/> was last called with; null when it never was for this object.</summary>
    public IReadOnlyList<FieldChange>? Changes(T current) =>
        _slots[current].State is { } last ? FieldChanges.Between(_kind, last, current) : null;

    /// <summary>Call it when the change has been handled: a failed try sees the same differences again.</summary>
    public void Remember(T handled) => _slots[handled].State = handled;

    private sealed class Slot
    {
        public T? State { get; set; }
    }
}
