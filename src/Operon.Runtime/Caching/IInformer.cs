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
    ISubscription Subscribe(Action<ObjectChange<T>> handler);

    /// <summary>
    /// The same for a handler that takes its time: changes wait in a buffer of its own, which has no limit (metric
    /// <c>operon_cache_handler_pending</c>, tagged with <paramref name="name"/>), and the watch goes on. An exception is logged and the next change
    /// delivered.
    /// </summary>
    ISubscription SubscribeBuffered(string name, Func<ObjectChange<T>, CancellationToken, ValueTask> handler);

    /// <summary>
    /// Adds an index that <see cref="ByIndex"/> reads; <paramref name="values"/> gives the values an object is found under. Can be added at any
    /// time; adding the same name again is ignored. Name an index after the field it stands for, such as <c>spec.nodeName</c>, and the cached client
    /// answers field selectors from it.
    /// </summary>
    void AddIndex(string name, Func<T, IEnumerable<string>> values);

    /// <summary>Adds an index of the values of one label, which lists and queries that ask for an exact value then use instead of looking at every object.</summary>
    void AddLabelIndex(string label);

    /// <summary>All objects with <paramref name="value"/> in the index. Throws <see cref="ArgumentException"/> when the index does not exist.</summary>
    IReadOnlyList<T> ByIndex(string name, string value);

    /// <summary>
    /// All objects that satisfy every condition. Throws <see cref="ArgumentException"/> when an index does not exist and
    /// <see cref="FormatException"/> when the label selector is not one.
    /// </summary>
    IReadOnlyList<T> Select(CacheQuery query);

    /// <summary>
    /// The resource version up to which the cache has seen everything in the namespace (in all that are watched together, for null); null before the
    /// first list. Compare it with the version of a write to know whether the cache lags behind.
    /// </summary>
    string? ResourceVersionOf(string? namespaceName = null);
}
