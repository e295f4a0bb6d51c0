using k8s;
using k8s.Models;

namespace Operon.Runtime;

/// <summary>The changes of a cache, filtered, and turned into keys by a handler.</summary>
/// <param name="informer">The cache.</param>
/// <param name="handler">Which keys a change wakes.</param>
/// <param name="filter">Which changes count.</param>
/// <param name="log">The write log that sees what is written to the informer's cluster; null when there is none.</param>
internal sealed class ObjectSource<T, TKey>(IInformer<T> informer, IChangeHandler<T, TKey> handler, ChangeFilter<T>? filter, WriteLog? log) : ISource<TKey>
    where T : class, IKubernetesObject<V1ObjectMeta>
    where TKey : notnull, IEquatable<TKey>
{
    public string Name => informer.Kind.Type.Kind;

    public async Task RunAsync(SourceContext<TKey> context, CancellationToken cancellationToken)
    {
        var queue = new EventQueue<T, TKey>(context, informer.Kind, context.Own is null ? null : log);
        using var subscription = informer.Subscribe(change =>
        {
            if (filter is null || filter(change))
            {
                queue.Handle(handler, change);
            }
        });
        await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task WaitForSyncAsync(CancellationToken cancellationToken) => informer.WaitForSyncAsync(cancellationToken);
}
