using k8s;
using k8s.Models;

namespace Operon.Runtime;

internal sealed class MapHandler<T, TKey>(Func<T, IEnumerable<TKey>> map) : IChangeHandler<T, TKey>
    where T : class, IKubernetesObject<V1ObjectMeta>
    where TKey : notnull, IEquatable<TKey>
{
    public void Handle(in ObjectChange<T> change, IWorkQueue<TKey> queue)
    {
        if (change.New is null || change.Old is null || ReferenceEquals(change.Old, change.New))
        {
            foreach (var key in map((change.New ?? change.Old)!))
            {
                queue.Add(key);
            }

            return;
        }

        var seen = new List<TKey>(2);
        Add(map(change.New), queue, seen);
        Add(map(change.Old), queue, seen);
    }

    private static void Add(IEnumerable<TKey> keys, IWorkQueue<TKey> queue, List<TKey> seen)
    {
        foreach (var key in keys)
        {
            // Mostly one key or two; a large map pays the queue's own merging rather than a search.
            if (seen.Count < 16 && seen.Contains(key))
            {
                continue;
            }

            seen.Add(key);
            queue.Add(key);
        }
    }
}
