using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>The usual sources, for <c>From</c> of a controller's builder.</summary>
public static class Sources
{
    /// <summary>
    /// The changes of a cache that somebody else runs, such as one of another cluster. Writes are not told apart there: every change that passes
    /// <paramref name="filter"/> reaches <paramref name="handler"/>.
    /// </summary>
    public static ISource<TKey> Objects<T, TKey>(IInformer<T> informer, IChangeHandler<T, TKey> handler, ChangeFilter<T>? filter = null)
        where T : class, IKubernetesObject<V1ObjectMeta>
        where TKey : notnull, IEquatable<TKey> => new ObjectSource<T, TKey>(informer, handler, filter, log: null);

    /// <summary>A function that adds keys to the queue until cancelled.</summary>
    public static ISource<TKey> Function<TKey>(string name, Func<SourceContext<TKey>, CancellationToken, Task> run)
        where TKey : notnull, IEquatable<TKey> => new FunctionSource<TKey>(name, run);

    /// <summary>
    /// Asks <paramref name="fetch"/> for the state of everything each <paramref name="interval"/>, and wakes keys whose state appeared, changed (by
    /// <see cref="object.Equals(object?)"/>) or went away. A failed poll is logged and changes nothing.
    /// </summary>
    public static ISource<TKey> Polling<TKey, TState>(
        string name, TimeSpan interval, Func<CancellationToken, Task<IReadOnlyDictionary<TKey, TState>>> fetch)
        where TKey : notnull, IEquatable<TKey> => new PollingSource<TKey, TState>(name, interval, fetch);

    /// <summary>
    /// Asks <paramref name="fetch"/> for the state that belongs to each object of <paramref name="objects"/>, one after the other, each
    /// <paramref name="interval"/>, and wakes the objects whose state changed. One failure leaves the others alone.
    /// </summary>
    public static ISource<ObjectKey> PollingPerObject<T, TState>(
        string name, TimeSpan interval, IInformer<T> objects, Func<T, CancellationToken, Task<TState>> fetch)
        where T : class, IKubernetesObject<V1ObjectMeta> => new PerObjectPollingSource<T, TState>(name, interval, objects, fetch);
}
