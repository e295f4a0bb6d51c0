using Operon.Etcd.Api;
using Operon.Etcd.Planning;

namespace Operon.Etcd.Reconciling;

/// <summary>
/// Which step is being carried out, since when and for which spec: an edit in the middle of it waits. A step that takes too long turns Progressing False.
/// </summary>
internal sealed class ProgressPart : IStatusPart
{
    public EtcdClusterStatus Add(EtcdClusterStatus status, StatusContext context)
    {
        var action = context.Action;
        if (action is StayPaused)
        {
            return status;
        }

        if (action is Settled || action.IsLasting)
        {
            return status with { Operation = null, CurrentConfig = action is Settled ? context.Snapshot.Desired.Config : status.CurrentConfig };
        }

        var now = context.Snapshot.Observed.Now;
        var before = context.Snapshot.Cluster.Status?.Operation;
        var step = Step(context);
        var operation = before is not null && before.Step == step
            ? before with { Message = action.Reason }
            : new EtcdOperationStatus { Step = step, Message = action.Reason, Since = Times.Write(now), Generation = context.Snapshot.Cluster.Metadata.Generation };
        var isLate = Times.Read(operation.Since) is { } since && now - since >= context.Snapshot.Desired.ProgressDeadline;
        if (isLate)
        {
            context.Conditions.Set(EtcdClusterCondition.Progressing, "False", "DeadlineExceeded", $"{step} since {operation.Since}: {operation.Message}");
        }

        return status with { Operation = operation };
    }

    // What is waited for names the member that is in the middle of something; a step lasts as long as it is about that member.
    private static string Step(StatusContext context)
    {
        var observed = context.Snapshot.Observed;
        var membership = observed.Membership;
        if (!observed.HasFormed)
        {
            return "Forming the cluster";
        }

        if (membership?.Members.FirstOrDefault(member => member.IsLearner || !member.HasStarted) is { } newcomer)
        {
            return $"Adding member {newcomer.Name}";
        }

        if (membership?.Members.FirstOrDefault(member => !member.IsHealthy) is { } down)
        {
            return $"Restoring member {down.Name}";
        }

        var desired = context.Snapshot.Desired;
        if (membership is not null && membership.Voters.Count() != desired.Size)
        {
            return $"Scaling to {desired.Size} from {membership.Voters.Count()}";
        }

        return observed.Pods.Any(pod => pod.Version != desired.Version)
            ? $"Changing to version {desired.Version}, {observed.Pods.Count(pod => pod.Version == desired.Version)} of {observed.Pods.Count} members done"
            : "Applying the spec to the members";
    }
}
