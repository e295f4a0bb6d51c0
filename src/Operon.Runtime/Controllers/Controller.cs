using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>Workers around a queue.</summary>
internal sealed partial class Controller(
    string name,
    ResourceType type,
    IReconciler reconciler,
    IReadOnlyList<Func<WorkQueue, IDisposable>> sources,
    IReadOnlyList<ICache> caches,
    int concurrency,
    TimeSpan? timeout,
    WriteLog writeLog,
    ManagerSettings settings) : IController, IDisposable
{
    private readonly ILogger _logger = settings.LoggerFactory.CreateLogger($"Operon.Controller.{name}");
    private readonly WorkQueue _queue = new(name, settings.Time);
    private readonly ConcurrentDictionary<ObjectKey, Exception> _lastErrors = [];
    private readonly ConcurrentDictionary<ObjectKey, ReconcileWrites> _writes = [];
    private readonly KeyValuePair<string, object?> _tag = new("controller", name);

    public string Name => name;

    public void Enqueue(ObjectKey key, TimeSpan? delay = null) => _queue.AddAfter(key, delay ?? TimeSpan.Zero);

    /// <summary>Works until cancelled, then returns when the reconciles in flight have.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var subscriptions = sources.Select(subscribe => subscribe(_queue)).ToArray();
        try
        {
            foreach (var cache in caches)
            {
                await cache.WaitForSyncAsync(cancellationToken);
            }

            Started(_logger, name, concurrency);
            await using var stop = cancellationToken.Register(_queue.ShutDown);
            await Task.WhenAll(Enumerable.Range(0, concurrency).Select(_ => Task.Run(() => WorkAsync(cancellationToken), CancellationToken.None)));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
        finally
        {
            foreach (var subscription in subscriptions)
            {
                subscription.Dispose();
            }
        }
    }

    public void Dispose() => _queue.Dispose();

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        while (await _queue.TakeAsync(CancellationToken.None) is { } key)
        {
            RuntimeMetrics.ActiveWorkers.Add(1, _tag);
            try
            {
                await ProcessAsync(key, cancellationToken);
            }
            finally
            {
                _queue.Done(key);
                RuntimeMetrics.ActiveWorkers.Add(-1, _tag);
            }
        }
    }

    private async Task ProcessAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        var context = new ReconcileContext(key, _queue.Failures(key), _lastErrors.GetValueOrDefault(key), Guid.NewGuid());
        using var scope = _logger.BeginScope(new ReconcileScope(name, key, context.ReconcileId));
        var started = settings.Time.GetTimestamp();
        try
        {
            var result = await ReconcileAsync(context, cancellationToken);
            _lastErrors.TryRemove(key, out _);
            _queue.Forget(key);
            if (result.RequeueAfter is { } delay)
            {
                _queue.AddAfter(key, delay);
            }

            Count(result.RequeueAfter is null ? "success" : "requeue_after");
        }
#pragma warning disable CA1031 // Whatever a cancelled reconcile throws (clients have their own types for it) is the cancellation.
        catch (Exception) when (cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            // The process stops; the next one starts from a list.
        }
        catch (TerminalException e)
        {
            _lastErrors.TryRemove(key, out _);
            _queue.Forget(key);
            RuntimeMetrics.TerminalErrors.Add(1, _tag);
            Failed("error");
            TerminalFailure(_logger, type.Kind, key.Namespace, key.Name, context.ReconcileId, e);
        }
#pragma warning disable CA1031 // One object's failure must not end the work on the others.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _lastErrors[key] = e;
            var delay = _queue.AddFailed(key);
            Failed("error");
            if (e is KubernetesApiException { IsConflict: true })
            {
                Conflict(_logger, type.Kind, key.Namespace, key.Name, context.ReconcileId, delay, e.Message);
            }
            else
            {
                Failure(_logger, type.Kind, key.Namespace, key.Name, context.ReconcileId, delay, e);
            }
        }
        finally
        {
            RuntimeMetrics.ReconcileTime.Record(settings.Time.GetElapsedTime(started).TotalSeconds, _tag);
        }
    }

    private async Task<ReconcileResult> ReconcileAsync(ReconcileContext context, CancellationToken cancellationToken)
    {
        _writes.TryGetValue(context.Key, out var before);
        if (!await writeLog.WaitAsync(type, context.Key, before, cancellationToken))
        {
            StaleCache(_logger, type.Kind, context.Key.Namespace, context.Key.Name);
        }

        var writes = new ReconcileWrites();
        _writes[context.Key] = writes;
        try
        {
            WriteLog.Enter(writes);
            return await WithTimeoutAsync(context, cancellationToken);
        }
        finally
        {
            WriteLog.Enter(null);
            if (writes.IsEmpty)
            {
                _writes.TryRemove(new KeyValuePair<ObjectKey, ReconcileWrites>(context.Key, writes));
            }
        }
    }

    private async Task<ReconcileResult> WithTimeoutAsync(ReconcileContext context, CancellationToken cancellationToken)
    {
        if (timeout is not { } limit)
        {
            return await reconciler.ReconcileAsync(context, cancellationToken);
        }

        using var timer = new CancellationTokenSource(limit, settings.Time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        try
        {
            return await reconciler.ReconcileAsync(context, linked.Token);
        }
        catch (OperationCanceledException e) when (timer.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            RuntimeMetrics.ReconcileTimeouts.Add(1, _tag);
            throw new TimeoutException(string.Create(CultureInfo.InvariantCulture, $"The reconcile of {type.Kind} {context.Key} took longer than {limit}."), e);
        }
    }

    private void Failed(string result)
    {
        RuntimeMetrics.ReconcileErrors.Add(1, _tag);
        Count(result);
    }

    private void Count(string result) => RuntimeMetrics.Reconciles.Add(1, _tag, new("result", result));

    [LoggerMessage(30, LogLevel.Information, "Starting controller {Controller} with {Workers} workers")]
    private static partial void Started(ILogger logger, string controller, int workers);

    [LoggerMessage(31, LogLevel.Error, "Reconcile of {Kind} {Namespace}/{Name} failed ({ReconcileID}), next try in {Delay}")]
    private static partial void Failure(ILogger logger, string kind, string? @namespace, string name, Guid reconcileID, TimeSpan delay, Exception exception);

    [LoggerMessage(34, LogLevel.Information, "Reconcile of {Kind} {Namespace}/{Name} met a change by another ({ReconcileID}), next try in {Delay}: {Error}")]
    private static partial void Conflict(ILogger logger, string kind, string? @namespace, string name, Guid reconcileID, TimeSpan delay, string error);

    [LoggerMessage(32, LogLevel.Error, "Reconcile of {Kind} {Namespace}/{Name} failed for good ({ReconcileID}); waiting for a change")]
    private static partial void TerminalFailure(ILogger logger, string kind, string? @namespace, string name, Guid reconcileID, Exception exception);

    [LoggerMessage(33, LogLevel.Warning, "The cache did not show earlier writes of {Kind} {Namespace}/{Name} in time; reconciling with what it has")]
    private static partial void StaleCache(ILogger logger, string kind, string? @namespace, string name);
}
