using System.Globalization;

namespace Operon.Runtime;

/// <summary>Gathers what the debug page shows.</summary>
internal sealed class DebugReader(OperatorClusters clusters, OperatorOptions options, TimeProvider time)
{
    private const int MostReconciles = 100;
    private readonly long _started = time.GetTimestamp();

    /// <summary>The present state; of the reconciles only those of <paramref name="key"/> when it is given.</summary>
    public DebugSnapshot Read(string? key) => new(
        options.Name,
        OperatorVersion.Current,
        time.GetUtcNow(),
        time.GetElapsedTime(_started).TotalSeconds,
        Environment.WorkingSet,
        [.. clusters.All.Select(cluster => Read(cluster, key))]);

    private static ClusterSnapshot Read(OperatorCluster cluster, string? key) => new(
        cluster.Registration.Name,
        cluster.Client.Server.ToString(),
        cluster.Manager.Health.IsReady,
        cluster.Manager.Health.IsLeader,
        cluster.Lease is { } lease ? $"{lease.LeaseNamespace ?? cluster.Client.DefaultNamespace}/{lease.LeaseName}" : null,
        cluster.Manager.Sharding,
        cluster.Manager.DescribeCaches(),
        [.. cluster.Manager.Controllers.Select(controller => Read(controller, key))]);

    private static ControllerSnapshot Read(IControllerState controller, string? key) => new(
        controller.Name,
        controller.Type?.GroupResource,
        controller.Workers,
        controller.IsReconciling,
        controller.QueueDepth,
        [.. controller.Journal.InProgress().Select(running => new RunningSnapshot(running.Key, running.For.TotalSeconds))],
        [.. (key is null ? controller.Journal.Recent(MostReconciles) : controller.Journal.Of(key)).Select(Read)]);

    private static ReconcileSnapshot Read(ReconcileRecord record) => new(
        record.ReconcileId,
        record.Key,
        Text(record.Causes.First),
        record.Causes.Count,
        record.Priority,
        record.Started,
        record.Waited.TotalSeconds,
        record.Duration.TotalSeconds,
        record.Attempt,
        record.Outcome.ToString(),
        record.Next?.TotalSeconds,
        record.Error,
        [.. record.Writes.Select(write => string.Create(CultureInfo.InvariantCulture, $"{write.Verb} {write.Resource} {write.Object} → {write.ResourceVersion}"))],
        record.OwnEvents);

    private static string Text(WorkCause cause)
    {
        var text = cause.Kind.ToString();
        text += cause.Source is { } source ? $" {source}" : "";
        text += cause.Object is { } about ? $" {about}" : "";
        return text + (cause.ResourceVersion is { } version ? $" @{version}" : "");
    }
}
