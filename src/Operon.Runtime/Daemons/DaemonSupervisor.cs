using System.Collections.Concurrent;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>
/// Starts and stops the daemons of a kind. Level-triggered: a reconcile compares the object with the run there is, and the end of a run or
/// of a grace period asks for another one. Nothing here waits, so one slow daemon delays no other.
/// </summary>
internal sealed class DaemonSupervisor<T>(
    string name,
    IInformer<T> cache,
    IKubernetesClient client,
    Func<DaemonContext<T>, Func<CancellationToken, Task<ReconcileResult>>> body,
    DaemonOptions<T> options,
    TimeProvider time,
    ILogger logger) : IReconciler
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<ObjectKey, DaemonRun<T>> _runs = [];

    // Left behind but still running, by uid: their objects get no second daemon.
    private readonly ConcurrentDictionary<string, DaemonRun<T>> _abandoned = [];
    private bool _isStopping;

    public Action<ObjectKey> Wake { get; set; } = _ => { };

    public void Observe(ObjectChange<T> change)
    {
        if (change.New is { } now && !ReferenceEquals(change.Old, now)
            && _runs.TryGetValue(ObjectKey.Of(now), out var run) && run.Context.Uid == now.Metadata.Uid)
        {
            run.Context.Observe(change.Old, now);
        }
    }

    public async Task<ReconcileResult> ReconcileAsync(ReconcileContext context, CancellationToken cancellationToken)
    {
        var current = cache.Find(context.Key);
        var isAlive = current is { Metadata.DeletionTimestamp: null };
        var isWanted = isAlive && options.Matches?.Invoke(current!) != false;
        if (_runs.TryGetValue(context.Key, out var run))
        {
            if (isWanted && run.Context.Uid == current!.Metadata.Uid && run.GiveUpAt is null)
            {
                if (!run.HasEnded || run.FailedFor is not { } failedFor || !DesiredState.Differs(failedFor, current))
                {
                    return ReconcileResult.Done;
                }
            }
            else if (StillStopping(run, isAlive && run.Context.Uid == current!.Metadata.Uid) is { } left)
            {
                return ReconcileResult.After(left);
            }

            _runs.TryRemove(context.Key, out _);
        }

        if (isWanted)
        {
            await StartAsync(current!, cancellationToken);
        }
        else if (current is not null && options.Finalizer is { } finalizer && Finalizers.Has(current, finalizer))
        {
            await client.Resource(cache.Kind).RemoveFinalizerAsync(current, finalizer, cancellationToken);
        }

        return ReconcileResult.Done;
    }

    /// <summary>Stops all daemons when the manager does.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_lock)
        {
            _isStopping = true;
        }

        foreach (var run in _runs.Values)
        {
            run.Stop(DaemonStopReason.Shutdown);
        }

        var all = Task.WhenAll(_runs.Values.Select(run => run.Task));
        await all.WaitAsync(options.StopGrace, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var run in _runs.Values.Where(run => !run.HasEnded))
        {
            run.Abandon();
        }
    }

    /// <summary>How long to wait for a run to end; null when it has ended or was left behind.</summary>
    private TimeSpan? StillStopping(DaemonRun<T> run, bool isAlive)
    {
        run.Stop(isAlive ? DaemonStopReason.NoLongerMatches : DaemonStopReason.Deleted);
        if (run.HasEnded)
        {
            return null;
        }

        var left = run.GiveUpAt!.Value - time.GetUtcNow();
        if (left > TimeSpan.Zero)
        {
            return left;
        }

        _abandoned[run.Context.Uid] = run;
        run.Abandon();
        return null;
    }

    private async Task StartAsync(T current, CancellationToken cancellationToken)
    {
        if (_abandoned.TryGetValue(current.Metadata.Uid, out var former) && !former.HasEnded)
        {
            return;
        }

        if (options.Finalizer is { } finalizer && !Finalizers.Has(current, finalizer))
        {
            if (await AddFinalizerAsync(current, finalizer, cancellationToken) is not { } patched)
            {
                return;
            }

            current = patched;
        }

        var context = new DaemonContext<T>(name, current, cache, client, time);
        var run = new DaemonRun<T>(context, body(context), options, time, logger);
        lock (_lock)
        {
            if (!_isStopping)
            {
                _runs[context.Key] = run;
                run.Start(() => Ended(run));
            }
        }
    }

    private void Ended(DaemonRun<T> run)
    {
        _abandoned.TryRemove(new KeyValuePair<string, DaemonRun<T>>(run.Context.Uid, run));
        Wake(run.Context.Key);
    }

    private async Task<T?> AddFinalizerAsync(T current, string finalizer, CancellationToken cancellationToken)
    {
        try
        {
            return await client.Resource(cache.Kind).AddFinalizerAsync(current, finalizer, cancellationToken);
        }
        catch (KubernetesApiException e) when (e.IsNotFound)
        {
            // Gone already; the deletion is on its way through the cache.
            return null;
        }
    }
}
