using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>The usual handlers.</summary>
public static class ChangeHandlers
{
    /// <summary>Wakes the changed object itself.</summary>
    public static IChangeHandler<T, ObjectKey> Self<T>()
        where T : class, IKubernetesObject<V1ObjectMeta> => Map<T, ObjectKey>(static resource => [ObjectKey.Of(resource)]);

    /// <summary>
    /// Wakes the owners of kind <paramref name="owner"/> (any version of its group): the controlling one, or all when
    /// <paramref name="onlyController"/> is false.
    /// </summary>
    public static IChangeHandler<T, ObjectKey> Owner<T>(ResourceType owner, bool onlyController = true)
        where T : class, IKubernetesObject<V1ObjectMeta> => Map<T, ObjectKey>(owned => OwnerKeys.Of(owner, owned, onlyController));

    /// <summary>Wakes the keys <paramref name="map"/> gives for the object as it was and as it is, each once.</summary>
    public static IChangeHandler<T, TKey> Map<T, TKey>(Func<T, IEnumerable<TKey>> map)
        where T : class, IKubernetesObject<V1ObjectMeta>
        where TKey : notnull, IEquatable<TKey> => new MapHandler<T, TKey>(map);

    /// <summary>Does what <paramref name="handle"/> does.</summary>
    public static IChangeHandler<T, TKey> Custom<T, TKey>(Action<ObjectChange<T>, IWorkQueue<TKey>> handle)
        where T : class, IKubernetesObject<V1ObjectMeta>
        where TKey : notnull, IEquatable<TKey> => new CustomHandler<T, TKey>(handle);
}
