using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Runtime;

#pragma warning disable CA1001 // A token source without a timer holds nothing to dispose of.
public sealed partial class ControllerManager
#pragma warning restore CA1001
{
    /// <summary>The namespaces all caches watch that do not choose their own; may be changed while the manager runs.</summary>
    public NamespaceScope Namespaces { get; }

    /// <summary>
    /// Stops the cache of a resource and frees its memory; the watch ends when no other representation needs it. Its subscribers hear nothing more, and
    /// the next <see cref="Cache{T}"/> starts a new one. False when there was none.
    /// </summary>
    public bool RemoveCache<T>(ResourceKind<T> kind, CacheOptions? options = null)
        where T : class, IKubernetesObject<V1ObjectMeta> => _caches.Remove(kind, options);
}
