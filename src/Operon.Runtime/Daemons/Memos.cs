using System.Collections.Concurrent;
using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>
/// In-memory state for each object, shared by the daemons, timers and reconcilers that hold this instance. It belongs to the uid: a new object
/// of the same name starts afresh. What must survive a restart belongs in the object's status.
/// </summary>
public sealed class Memos<T, TMemo>
    where T : class, IKubernetesObject<V1ObjectMeta>
    where TMemo : class
{
    private readonly ConcurrentDictionary<string, TMemo> _memos = [];
    private readonly ILister<T> _cache;
    private readonly Func<T, TMemo> _create;

    internal Memos(IInformer<T> cache, Func<T, TMemo> create)
    {
        _cache = cache;
        _create = create;
        cache.Subscribe(change =>
        {
            if (change.Old is { } old && old.Metadata.Uid != change.New?.Metadata.Uid)
            {
                _memos.TryRemove(old.Metadata.Uid, out _);
            }
        });
    }

    /// <summary>
    /// The state of <paramref name="resource"/>, made when there is none. Daemons read it when they begin: for an object that is gone this is a
    /// fresh one that nobody else sees.
    /// </summary>
    public TMemo this[T resource]
    {
        get
        {
            var uid = resource.Metadata.Uid;
            var memo = _memos.GetOrAdd(uid, (_, source) => _create(source), resource);

            // Checked after the addition: a deletion that came before it has dropped nothing.
            if (_cache.Find(ObjectKey.Of(resource))?.Metadata.Uid != uid)
            {
                _memos.TryRemove(new KeyValuePair<string, TMemo>(uid, memo));
            }

            return memo;
        }
    }

    internal int Count => _memos.Count;
}
