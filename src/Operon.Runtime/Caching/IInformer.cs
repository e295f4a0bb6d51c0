using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>A cache kept up to date by list and watch, with subscriptions and indexes.</summary>
public interface IInformer<T> : ILister<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>The cached resource.</summary>
    ResourceKind<T> Kind { get; }

    /// <summary>Waits until the initial list has been read and handed to the subscribers.</summary>
    Task WaitForSyncAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Calls <paramref name="handler"/> for every object already cached and then for every change, in order and one at a time. The
    /// handler must be quick: it holds up the watch. Dispose the result to end it.
    /// </summary>
    IDisposable Subscribe(Action<ObjectChange<T>> handler);

    /// <summary>
    /// Adds an index that <see cref="ByIndex"/> reads; <paramref name="values"/> gives the values an object is found under. Adding the
    /// same name again is ignored.
    /// </summary>
    void AddIndex(string name, Func<T, IEnumerable<string>> values);

    /// <summary>All objects with <paramref name="value"/> in the index. Throws <see cref="ArgumentException"/> when the index does not exist.</summary>
    IReadOnlyList<T> ByIndex(string name, string value);
}
