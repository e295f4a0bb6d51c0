using Operon.Etcd.Api;
using Operon.Etcd.Membership;
using Operon.Etcd.Planning;

namespace Operon.Etcd.Reconciling;

/// <summary><c>status.maintenance</c> and the conditions of alarms.</summary>
internal sealed class MaintenancePart : IStatusPart
{
    public EtcdClusterStatus Add(EtcdClusterStatus status, StatusContext context)
    {
        if (context.Snapshot.Observed.Maintenance is not { } facts)
        {
            return status;
        }

        var maintenance = context.Action is MaintenanceAction step ? step.Status : facts.Status;
        if (context.Snapshot.Cluster.Spec.Maintenance?.Defragmentation?.Schedule is not null && maintenance.LastScheduleTime is null)
        {
            maintenance = maintenance with { LastScheduleTime = context.Snapshot.Observed.Now.UtcDateTime };
        }

        if (facts.Alarms is not null)
        {
            Tell(facts, maintenance, context);
        }

        return status with { Maintenance = maintenance == new MaintenanceStatus() ? null : maintenance };
    }

    private static void Tell(MaintenanceFacts facts, MaintenanceStatus maintenance, StatusContext context)
    {
        if (facts.Raised(AlarmKind.NoSpace).Any() && context.Action is not Disarm)
        {
            context.Conditions.Set(
                EtcdClusterCondition.SpaceExhausted,
                "True",
                maintenance.Space is { Exhausted: true } ? "QuotaTooSmall" : "Reclaiming",
                maintenance.Space?.Message ?? "etcd refuses writes: its database has reached the quota");
        }
        else
        {
            context.Conditions.Remove(EtcdClusterCondition.SpaceExhausted);
        }

        if (facts.Raised(AlarmKind.Corrupt).Any())
        {
            var isStuck = context.Action is ReportCorruption;
            context.Conditions.Set(
                EtcdClusterCondition.Corrupt,
                "True",
                isStuck ? "NeedsDecision" : "Replacing",
                isStuck ? context.Action.Reason : "etcd refuses writes: a member's data differs from the others'; it is being replaced");
        }
        else
        {
            context.Conditions.Remove(EtcdClusterCondition.Corrupt);
        }
    }
}
