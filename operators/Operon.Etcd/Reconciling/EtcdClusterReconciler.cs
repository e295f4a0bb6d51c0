using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Operon.Etcd.Api;
using Operon.Etcd.Membership;
using Operon.Etcd.Objects;
using Operon.Etcd.Planning;
using Operon.Etcd.Serving;
using Operon.Kubernetes;
using Operon.Runtime;

namespace Operon.Etcd.Reconciling;

/// <summary>Observe, decide one action, tell the status, act; then look again.</summary>
internal sealed partial class EtcdClusterReconciler(
    IKubernetesClient client,
    string operatorNamespace,
    ClusterScope scope,
    MemberDialer dialer,
    ClusterEvents events,
    OperatorMetrics metrics,
    TimeProvider time,
    ILogger<EtcdClusterReconciler> logger) : IReconciler, IDisposable
{
    private static readonly TimeSpan _afterRefusal = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _untilMended = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<ObjectKey, ClusterMemory> _memories = [];
    private readonly ClusterObserver _observer = new(client, new AutoCertificates(client, time), operatorNamespace, time);
    private readonly ActionExecutors _executors = new(client, new AutoCertificates(client, time), time);
    private readonly StatusWriter _status = new(client);

    public async Task<ReconcileResult> ReconcileAsync(ReconcileContext context, CancellationToken cancellationToken)
    {
        // Read live: a stale status must never make a formed cluster look like one that was never formed (B2).
        var cluster = await client.Resource(EtcdKinds.Cluster).FindAsync(context.Key.Namespace, context.Key.Name, cancellationToken);
        if (cluster is null || cluster.Metadata.DeletionTimestamp is not null || !scope.Covers(cluster))
        {
            Forget(context.Key);
            return ReconcileResult.Done;
        }

        using var measured = metrics.Reconciling(cluster.Metadata.Name);
        try
        {
            if (ClusterValidation.Problems(cluster) is { Count: > 0 } problems)
            {
                throw new InvalidSpecException(string.Join("; ", problems));
            }

            return await StepAsync(cluster, MemoryOf(context.Key, cluster), cancellationToken);
        }
        catch (InvalidSpecException e)
        {
            metrics.Failed(e.Message);
            events.Invalid(cluster, e.Message);
            if (MemoryOf(context.Key, cluster).IsNews(e.Message))
            {
                InvalidSpec(logger, context.Key, e.Message);
            }

            await _status.WriteAsync(cluster, StatusBuilder.Invalid(cluster, e.Message, time.GetUtcNow()), cancellationToken);

            // A missing secret may appear without a change of this object.
            return ReconcileResult.After(_untilMended);
        }
        catch (Exception e) when (e is KubernetesApiException or HttpRequestException)
        {
            metrics.Failed(e.Message);
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var key in _memories.Keys)
        {
            Forget(key);
        }
    }

    private async Task<ReconcileResult> StepAsync(EtcdCluster cluster, ClusterMemory memory, CancellationToken cancellationToken)
    {
        var snapshot = await _observer.ObserveAsync(cluster, memory, cancellationToken);
        var action = EtcdPlanner.NextAction(snapshot.Desired, snapshot.Observed);
        Report(cluster, memory, snapshot, action);

        var status = StatusBuilder.Build(snapshot, action);
        events.Certificates(cluster, status);
        await _status.WriteAsync(cluster, status, cancellationToken);
        events.Judged(cluster, status);
        if (await ExecuteAsync(cluster, snapshot, action, cancellationToken) is { } refusal)
        {
            NotYet(logger, ObjectKey.Of(cluster), action.GetType().Name, refusal);
            metrics.Refused(cluster, action.GetType().Name);
            return ReconcileResult.After(action is PromoteLearner ? _afterRefusal / 4 : _afterRefusal);
        }

        if (action is { IsQuiet: false, IsLasting: false })
        {
            metrics.Acted(cluster, action.GetType().Name);
        }

        events.Done(cluster, _executors.Announce(action));
        return ReconcileResult.After(action.Delay);
    }

    private async Task<string?> ExecuteAsync(EtcdCluster cluster, ClusterSnapshot snapshot, EtcdAction action, CancellationToken cancellationToken)
    {
        try
        {
            return await _executors.ExecuteAsync(snapshot, action, cancellationToken);
        }
        catch (KubernetesApiException e) when (e.IsForbidden || e.Reason == "Invalid")
        {
            events.Refused(cluster, action, e.Message);
            throw;
        }
    }

    private void Report(EtcdCluster cluster, ClusterMemory memory, ClusterSnapshot snapshot, EtcdAction action)
    {
        events.Deciding(cluster, action);
        if (snapshot.Observed.Membership is { IsConfirmed: true }
            && cluster.Status?.Recovery is not { IsForcing: true }
            && cluster.Status?.Conditions?.Any(condition => condition is { Type: EtcdClusterCondition.Recovering, Status: "True" }) == true)
        {
            events.QuorumRestored(cluster);
        }

        // A state that lasts is told once, not each time it is looked at.
        var isNews = memory.IsNews(action.IsLasting ? action.Reason : null);
        if (action.IsQuiet || !isNews)
        {
            Waiting(logger, ObjectKey.Of(cluster), action.Reason);
        }
        else
        {
            Acting(logger, ObjectKey.Of(cluster), action.GetType().Name, action.Reason);
        }
    }

    private ClusterMemory MemoryOf(ObjectKey key, EtcdCluster cluster)
    {
        if (_memories.TryGetValue(key, out var memory) && memory.Uid == cluster.Metadata.Uid)
        {
            return memory;
        }

        Forget(key);
        return _memories[key] = new ClusterMemory(cluster.Metadata.Uid, dialer, time);
    }

    private void Forget(ObjectKey key)
    {
        if (_memories.TryRemove(key, out var memory))
        {
            memory.Dispose();
        }
    }

    [LoggerMessage(100, LogLevel.Information, "{Cluster}: {Action}: {Reason}")]
    private static partial void Acting(ILogger logger, ObjectKey cluster, string action, string reason);

    [LoggerMessage(101, LogLevel.Debug, "{Cluster}: {Reason}")]
    private static partial void Waiting(ILogger logger, ObjectKey cluster, string reason);

    [LoggerMessage(102, LogLevel.Information, "{Cluster}: {Action} has to wait: {Refusal}")]
    private static partial void NotYet(ILogger logger, ObjectKey cluster, string action, string refusal);

    [LoggerMessage(103, LogLevel.Error, "{Cluster}: the spec is not usable: {Problem}")]
    private static partial void InvalidSpec(ILogger logger, ObjectKey cluster, string problem);
}
