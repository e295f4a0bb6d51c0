using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace Operon.Runtime;

/// <summary>One daemon of one object, with its restarts.</summary>
#pragma warning disable CA1001 // A token source without a timer holds nothing to dispose of.
internal sealed partial class DaemonRun<T>(
    DaemonContext<T> context, Func<CancellationToken, Task<ReconcileResult>> body, DaemonOptions<T> options, TimeProvider time, ILogger logger)
#pragma warning restore CA1001
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly CancellationTokenSource _stop = new();
    private readonly KeyValuePair<string, object?> _tag = new("daemon", context.Name);
    private volatile bool _hasEnded;

    public DaemonContext<T> Context => context;

    public Task Task { get; private set; } = Task.CompletedTask;

    public bool HasEnded => _hasEnded;

    /// <summary>The object as it was when the daemon failed for good.</summary>
    public T? FailedFor { get; private set; }

    /// <summary>When a stop gives up waiting; null while the daemon is wanted.</summary>
    public DateTimeOffset? GiveUpAt { get; private set; }

    public void Start(Action ended)
    {
        // A daemon outlives the reconcile that starts it: its writes, logs and spans must not count as that reconcile's.
        using (ExecutionContext.SuppressFlow())
        {
            Task = Task.Run(() => RunAsync(ended), CancellationToken.None);
        }
    }

    public void Stop(DaemonStopReason reason)
    {
        if (GiveUpAt is null)
        {
            GiveUpAt = time.GetUtcNow() + options.StopGrace;
            context.StopReason = reason;

            // Callbacks of the token may run the daemon's own code: it must not run on the caller.
            _ = _stop.CancelAsync();
        }
    }

    public void Abandon()
    {
        RuntimeMetrics.DaemonsAbandoned.Add(1, _tag);
        Abandoned(logger, context.Name, context.Key.Namespace, context.Key.Name, options.StopGrace);
    }

    private async Task RunAsync(Action ended)
    {
        using var scope = logger.BeginScope(new DaemonScope(context.Name, context.Key));
        RuntimeMetrics.DaemonsRunning.Add(1, _tag);
        try
        {
            while (!_stop.IsCancellationRequested && await TryAsync() is { } delay)
            {
                await Task.Delay(delay, time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        finally
        {
            RuntimeMetrics.DaemonsRunning.Add(-1, _tag);
            _hasEnded = true;
            ended();
        }
    }

    /// <summary>Runs the body once; the delay before the next time, null when there is none.</summary>
    private async Task<TimeSpan?> TryAsync()
    {
        var started = time.GetTimestamp();
        try
        {
            var result = await body(_stop.Token);
            context.Succeeded();
            return result.RequeueAfter;
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return null;
        }
#pragma warning disable CA1031 // One daemon's failure must not end the others; it is logged, counted and tried again.
        catch (Exception e)
#pragma warning restore CA1031
        {
            RuntimeMetrics.DaemonFailures.Add(1, _tag);
            if (_stop.IsCancellationRequested)
            {
                FailedToStop(logger, context.Name, context.Key.Namespace, context.Key.Name, e);
                return null;
            }

            if (e is TerminalException)
            {
                FailedFor = context.Object;
                FailedForGood(logger, context.Name, context.Key.Namespace, context.Key.Name, e);
                return null;
            }

            var attempt = time.GetElapsedTime(started) > options.LongestRetryDelay ? 1 : context.Attempt + 1;
            context.Failed(attempt, e);
            var delay = RetryDelay(attempt);
            Failed(logger, context.Name, context.Key.Namespace, context.Key.Name, delay, e);
            return delay;
        }
    }

    private TimeSpan RetryDelay(int attempt)
    {
        var delay = options.FirstRetryDelay * Math.Pow(2, Math.Min(attempt - 1, 30));
        return delay < options.LongestRetryDelay ? delay : options.LongestRetryDelay;
    }

    [LoggerMessage(100, LogLevel.Error, "Daemon {Daemon} of {Namespace}/{Name} failed, next try in {Delay}")]
    private static partial void Failed(ILogger logger, string daemon, string? @namespace, string name, TimeSpan delay, Exception exception);

    [LoggerMessage(101, LogLevel.Error, "Daemon {Daemon} of {Namespace}/{Name} failed for good; waiting for a change of the object")]
    private static partial void FailedForGood(ILogger logger, string daemon, string? @namespace, string name, Exception exception);

    [LoggerMessage(102, LogLevel.Warning, "Daemon {Daemon} of {Namespace}/{Name} failed while it stopped")]
    private static partial void FailedToStop(ILogger logger, string daemon, string? @namespace, string name, Exception exception);

    [LoggerMessage(103, LogLevel.Error,
        "Daemon {Daemon} of {Namespace}/{Name} did not return within {Grace} of its cancellation and is left behind; pass the token to everything it awaits")]
    private static partial void Abandoned(ILogger logger, string daemon, string? @namespace, string name, TimeSpan grace);
}
