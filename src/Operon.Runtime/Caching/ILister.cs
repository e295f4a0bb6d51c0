using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>Reads from an informer's cache. Objects are shared: treat them as immutable.</summary>
public interface ILister<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>Whether the initial list has been read.</summary>
    bool HasSynced { get; }

    /// <summary>The object, or null when the cache does not hold it.</summary>
    T? Find(ObjectKey key);

    /// <summary>All objects, of one namespace when given, that carry all of <paramref name="labels"/>.</summary>
    IReadOnlyList<T> List(string? namespaceName = null, IReadOnlyDictionary<string, string>? labels = null);

    /// <summary>All objects whose controller owner reference has this uid.</summary>
    IReadOnlyList<T> OwnedBy(string ownerUid);
}
