using Microsoft.Extensions.Logging;

namespace Operon.Runtime;

/// <summary>Asks for the state of everything at an interval and wakes the keys whose state appeared, changed or went away.</summary>
internal sealed partial class PollingSource<TKey, TState>(
    string name, TimeSpan interval, Func<CancellationToken, Task<IReadOnlyDictionary<TKey, TState>>> fetch) : ISource<TKey>
    where TKey : notnull, IEquatable<TKey>
{
    private IReadOnlyDictionary<TKey, TState> _known = new Dictionary<TKey, TState>();

    public string Name => name;

    public async Task RunAsync(SourceContext<TKey> context, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                Compare(await fetch(cancellationToken), context);
            }
#pragma warning disable CA1031 // What is polled may fail in any way; the next poll tries again.
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                PollFailed(context.Logger, name, interval, e);
            }

            await Task.Delay(interval, context.TimeProvider, cancellationToken);
        }
    }

    private void Compare(IReadOnlyDictionary<TKey, TState> now, SourceContext<TKey> context)
    {
        var changed = now
            .Where(pair => !_known.TryGetValue(pair.Key, out var before) || !EqualityComparer<TState>.Default.Equals(before, pair.Value))
            .Select(pair => pair.Key)
            .Concat(_known.Keys.Where(key => !now.ContainsKey(key)));
        foreach (var key in changed)
        {
            context.Queue.Add(key, new WorkCause(CauseKind.External, name), QueuePriority.Normal, context.Debounce);
        }

        _known = now;
    }

    [LoggerMessage(40, LogLevel.Warning, "Polling {Source} failed, next try in {Interval}")]
    private static partial void PollFailed(ILogger logger, string source, TimeSpan interval, Exception exception);
}
