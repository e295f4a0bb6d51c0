using k8s;
using k8s.Models;

namespace Operon.Runtime;

/// <summary>Decides which keys a change of an object wakes. <see cref="ChangeHandlers"/> has the usual ones.</summary>
public interface IChangeHandler<T, TKey>
    where T : class, IKubernetesObject<V1ObjectMeta>
    where TKey : notnull, IEquatable<TKey>
{
    /// <summary>
    /// Adds the keys to <paramref name="queue"/>, which knows the change: the cause need not be given, what merely was there gets the low priority,
    /// and the events of a key's own writes are left out. Must be quick: it holds up the watch.
    /// </summary>
    void Handle(in ObjectChange<T> change, IWorkQueue<TKey> queue);
}
