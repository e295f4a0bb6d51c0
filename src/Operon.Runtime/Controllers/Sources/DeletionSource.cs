using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>Tells of objects that have gone, or were replaced by others of the same name. Adds no keys.</summary>
internal sealed class DeletionSource<T>(IInformer<T> informer, Action<ObjectKey> gone) : ISource<ObjectKey>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    public string Name => "deletions";

    public async Task RunAsync(SourceContext<ObjectKey> context, CancellationToken cancellationToken)
    {
        using var subscription = informer.Subscribe(change =>
        {
            if (change.Old is { } old && change.New?.Metadata.Uid != old.Metadata.Uid)
            {
                gone(ObjectKey.Of(old));
            }
        });
        await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
