using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>One reconcile: its surroundings, its end, and what becomes of the key.</summary>
internal partial class Controller<TKey>
{
    private async Task ProcessAsync(QueueItem<TKey> item, CancellationToken cancellationToken)
    {
        var key = item.Key;
        var call = new ReconcileCall<TKey>(item, item.Failures > 0 ? _lastErrors.GetValueOrDefault(key) : null, Guid.NewGuid());
        var (namespaceName, name) = Names(key);
        using var activity = StartActivity(call, namespaceName, name);
        using var scope = _logger.BeginScope(new ReconcileScope(Name, Type, namespaceName, name, call.ReconcileId));
        var started = Time.GetTimestamp();
        if (item.Causes.WrittenAt is { } writtenAt)
        {
            RuntimeMetrics.WriteToReconcile.Record(Math.Max(0, (Time.GetUtcNow().UtcDateTime - writtenAt).TotalSeconds), _tag);
        }

        var writes = new ReconcileWrites(_own is null ? null : write => _own.Wrote(key, write));
        _own?.Begin(key);
        var ended = await EndAsync(call, writes, cancellationToken);
        var duration = Time.GetElapsedTime(started);
        var ownEvents = Release(key);
        RuntimeMetrics.ReconcileTime.Record(duration.TotalSeconds, _tag);
        activity?.SetTag("operon.outcome", ended.Outcome.ToString());
        if (ended.Error is { } error)
        {
            activity?.SetStatus(ActivityStatusCode.Error, error.Message);
        }

        _journal.Add(new JournalEntry<TKey>
        {
            Key = key,
            ReconcileId = call.ReconcileId,
            Causes = item.Causes,
            Priority = item.Priority,
            Attempt = item.Failures,
            Waited = item.Waited,
            Started = started,
            Duration = duration,
            Outcome = ended.Outcome,
            Next = ended.Next,
            Error = ended.Error,
            Writes = writes.Noted(),
            OwnEvents = ownEvents,
        });
    }

    /// <summary>Runs the reconciler and plans what comes next.</summary>
    private async Task<ReconcileEnd> EndAsync(ReconcileCall<TKey> call, ReconcileWrites writes, CancellationToken cancellationToken)
    {
        var key = call.Item.Key;
        try
        {
            return Succeed(call.Item, await ReconcileAsync(call, writes, cancellationToken));
        }
#pragma warning disable CA1031 // Whatever a cancelled reconcile throws (clients have their own types for it) is the cancellation.
        catch (Exception) when (cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            // The process stops; the next one starts from a list.
            return new ReconcileEnd(ReconcileOutcome.Stopped);
        }
        catch (SupersededException)
        {
            _queue.Add(key, new WorkCause(CauseKind.Deleted), call.Item.Priority);
            return new ReconcileEnd(ReconcileOutcome.Superseded);
        }
        catch (TerminalException e)
        {
            _lastErrors.TryRemove(key, out _);
            _queue.Forget(key);
            RuntimeMetrics.TerminalErrors.Add(1, _tag);
            Count("error");
            RuntimeMetrics.ReconcileErrors.Add(1, _tag);
            var (namespaceName, name) = Names(key);
            TerminalFailure(_logger, Kind, namespaceName, name, call.ReconcileId, e);
            return new ReconcileEnd(ReconcileOutcome.TerminalError, null, e);
        }
#pragma warning disable CA1031 // One object's failure must not end the work on the others.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return Fail(call, e);
        }
    }

    private ReconcileEnd Succeed(in QueueItem<TKey> item, ReconcileResult result)
    {
        var key = item.Key;
        if (item.Failures > 0)
        {
            _lastErrors.TryRemove(key, out _);
            _queue.Forget(key);
        }

        if (result.RequeueAfter is { } delay)
        {
            delay = Options.MaxInterval is { } most && most < delay ? most : delay;
            _queue.Add(key, new WorkCause(CauseKind.Requeue), item.Priority, delay);
            Count(delay > TimeSpan.Zero ? "requeue_after" : "requeue");
            return delay > TimeSpan.Zero ? new ReconcileEnd(ReconcileOutcome.RequeueAfter, delay) : new ReconcileEnd(ReconcileOutcome.Requeue, TimeSpan.Zero);
        }

        Count("success");
        if (Options.MaxInterval is { } interval && _definition.Exists?.Invoke(key) != false)
        {
            _queue.Add(key, new WorkCause(CauseKind.Interval), QueuePriority.Low, interval);
            return new ReconcileEnd(ReconcileOutcome.Success, interval);
        }

        return new ReconcileEnd(ReconcileOutcome.Success);
    }

    private ReconcileEnd Fail(in ReconcileCall<TKey> call, Exception e)
    {
        var key = call.Item.Key;
        var isPanic = Panics.Include(e);
        _lastErrors[key] = e;
        var delay = _queue.AddFailed(key, call.Item.Priority, Asked(e));
        RuntimeMetrics.ReconcileErrors.Add(1, _tag);
        Count("error");
        if (isPanic)
        {
            RuntimeMetrics.ReconcilePanics.Add(1, _tag);
            if (Options.StopOnPanic)
            {
                Stop(e);
            }
        }

        var (namespaceName, name) = Names(key);
        if (e is KubernetesApiException { IsConflict: true })
        {
            Conflict(_logger, Kind, namespaceName, name, call.ReconcileId, delay, e.Message);
        }
        else
        {
            Failure(_logger, Kind, namespaceName, name, call.ReconcileId, delay, e);
        }

        return new ReconcileEnd(e is ReconcileTimeoutException ? ReconcileOutcome.Timeout : isPanic ? ReconcileOutcome.Panic : ReconcileOutcome.Error, delay, e);
    }

    private async Task<ReconcileResult> ReconcileAsync(ReconcileCall<TKey> call, ReconcileWrites writes, CancellationToken cancellationToken)
    {
        var key = call.Item.Key;
        _writes.TryRemove(key, out var before);
        if (!await _definition.WriteLog.WaitAsync(Type, key is ObjectKey own ? own : default, before, cancellationToken))
        {
            var (namespaceName, name) = Names(key);
            StaleCache(_logger, Kind, namespaceName, name);
        }

        WriteLog.Enter(writes);
        try
        {
            return Options is { ReconcileTimeout: null, CancelWhenDeleted: false }
                ? await _definition.Reconcile(call, cancellationToken)
                : await CancellableAsync(call, cancellationToken);
        }
        finally
        {
            if (!writes.IsEmpty)
            {
                _writes[key] = writes;
            }
        }
    }

    private async Task<ReconcileResult> CancellableAsync(ReconcileCall<TKey> call, CancellationToken cancellationToken)
    {
        using var timer = Options.ReconcileTimeout is { } limit ? new CancellationTokenSource(limit, Time) : new CancellationTokenSource();
        using var superseded = new CancellationTokenSource();
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token, superseded.Token);
        _running[call.Item.Key] = superseded;
        try
        {
            return await _definition.Reconcile(call, linked.Token);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && superseded.IsCancellationRequested)
        {
            throw new SupersededException(e);
        }
        catch (Exception e) when (timer.IsCancellationRequested && !cancellationToken.IsCancellationRequested && IsOfTheTimeout(e))
        {
            RuntimeMetrics.ReconcileTimeouts.Add(1, _tag);
            throw new ReconcileTimeoutException(
                string.Create(CultureInfo.InvariantCulture, $"The reconcile of {Kind} {call.Item.Key} took longer than {Options.ReconcileTimeout}."), e);
        }
        finally
        {
            _running.TryRemove(call.Item.Key, out _);
        }
    }

    /// <summary>Clients have types of their own for a call that was cut off; what the reconciler says on purpose, and bugs, stay what they are.</summary>
    private static bool IsOfTheTimeout(Exception e) => e is not (TerminalException or RetryException) && !Panics.Include(e);

    /// <summary>Lets the events that came during the reconcile wake the key, except its own; says how many were its own.</summary>
    private int Release(TKey key)
    {
        var ownEvents = 0;
        foreach (var held in _own?.End(key) ?? [])
        {
            if (_own!.IsOwn(key, held))
            {
                ownEvents++;
            }
            else
            {
                _queue.Add(key, held.Cause, held.Priority, Options.Debounce);
            }
        }

        if (ownEvents > 0)
        {
            RuntimeMetrics.OwnEventsFiltered.Add(ownEvents, _tag);
        }

        return ownEvents;
    }

    private string Kind => Type?.Kind ?? Name;

    private Activity? StartActivity(in ReconcileCall<TKey> call, string? namespaceName, string name)
    {
        if (!RuntimeTraces.Source.HasListeners())
        {
            return null;
        }

        var item = call.Item;
        var links = item.Trigger == default ? null : new[] { new ActivityLink(item.Trigger) };
        var activity = RuntimeTraces.Source.StartActivity($"reconcile {Name}", ActivityKind.Internal, default(ActivityContext), null, links);
        return activity?
            .SetTag("controller", Name)
            .SetTag("k8s.kind", Type?.Kind)
            .SetTag("k8s.namespace.name", namespaceName)
            .SetTag("k8s.object.name", name)
            .SetTag("operon.reconcile_id", call.ReconcileId.ToString())
            .SetTag("operon.attempt", item.Failures)
            .SetTag("operon.priority", item.Priority)
            .SetTag("operon.queue_wait_seconds", item.Waited.TotalSeconds)
            .SetTag("operon.cause", item.Causes.First.Kind.ToString())
            .SetTag("operon.cause.source", item.Causes.First.Source)
            .SetTag("operon.cause.object", item.Causes.First.Object?.ToString())
            .SetTag("operon.cause.resource_version", item.Causes.First.ResourceVersion)
            .SetTag("operon.causes", item.Causes.Count);
    }

    private static TimeSpan Asked(Exception e) => e switch
    {
        RetryException retry => retry.After,
        KubernetesApiException { RetryAfter: { } after } => after,
        _ => TimeSpan.Zero,
    };

    private static (string? Namespace, string Name) Names(TKey key) => key is ObjectKey { } resource ? (resource.Namespace, resource.Name) : (null, key.ToString()!);

    private void Count(string result) => RuntimeMetrics.Reconciles.Add(1, _tag, new("result", result));

    [LoggerMessage(31, LogLevel.Error, "Reconcile of {Kind} {Namespace}/{Name} failed ({ReconcileID}), next try in {Delay}")]
    private static partial void Failure(ILogger logger, string kind, string? @namespace, string name, Guid reconcileID, TimeSpan delay, Exception exception);

    [LoggerMessage(34, LogLevel.Information, "Reconcile of {Kind} {Namespace}/{Name} met a change by another ({ReconcileID}), next try in {Delay}: {Error}")]
    private static partial void Conflict(ILogger logger, string kind, string? @namespace, string name, Guid reconcileID, TimeSpan delay, string error);

    [LoggerMessage(32, LogLevel.Error, "Reconcile of {Kind} {Namespace}/{Name} failed for good ({ReconcileID}); waiting for a change")]
    private static partial void TerminalFailure(ILogger logger, string kind, string? @namespace, string name, Guid reconcileID, Exception exception);

    [LoggerMessage(33, LogLevel.Warning, "The cache did not show earlier writes of {Kind} {Namespace}/{Name} in time; reconciling with what it has")]
    private static partial void StaleCache(ILogger logger, string kind, string? @namespace, string name);
}
