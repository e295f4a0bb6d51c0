using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>Polls a state for each object of a cache.</summary>
internal sealed partial class PerObjectPollingSource<T, TState>(
    string name, TimeSpan interval, IInformer<T> objects, Func<T, CancellationToken, Task<TState>> fetch) : ISource<ObjectKey>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private Dictionary<ObjectKey, TState> _known = [];

    public string Name => name;

    public async Task RunAsync(SourceContext<ObjectKey> context, CancellationToken cancellationToken)
    {
        await objects.WaitForSyncAsync(cancellationToken);
        while (!cancellationToken.IsCancellationRequested)
        {
            var now = new Dictionary<ObjectKey, TState>();
            foreach (var resource in objects.List())
            {
                await PollAsync(resource, now, context, cancellationToken);
            }

            _known = now;
            await Task.Delay(interval, context.TimeProvider, cancellationToken);
        }
    }

    private async Task PollAsync(T resource, Dictionary<ObjectKey, TState> now, SourceContext<ObjectKey> context, CancellationToken cancellationToken)
    {
        var key = ObjectKey.Of(resource);
        var isKnown = _known.TryGetValue(key, out var before);
        try
        {
            var state = now[key] = await fetch(resource, cancellationToken);
            if (!isKnown || !EqualityComparer<TState>.Default.Equals(before, state))
            {
                context.Queue.Add(key, new WorkCause(CauseKind.External, name), QueuePriority.Normal, context.Debounce);
            }
        }
#pragma warning disable CA1031 // What is polled may fail in any way; the next poll tries again.
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            PollFailed(context.Logger, name, key, interval, e);
            if (isKnown)
            {
                now[key] = before!;
            }
        }
    }

    [LoggerMessage(41, LogLevel.Warning, "Polling {Source} for {Key} failed, next try in {Interval}")]
    private static partial void PollFailed(ILogger logger, string source, ObjectKey key, TimeSpan interval, Exception exception);
}
