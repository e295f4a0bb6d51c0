using Operon.Etcd.Api;
using Operon.Etcd.Planning;

namespace Operon.Etcd.Reconciling;

/// <summary>How far a restore has come with this cluster. While one runs, the cluster is not available, whatever its members say.</summary>
internal sealed class RestoreStatusPart : IStatusPart
{
    public EtcdClusterStatus Add(EtcdClusterStatus status, StatusContext context)
    {
        switch (context.Action)
        {
            case StopMembers or AwaitMembersGone or RetireClaims:
                Unavailable(context);
                return status with { Reason = context.Action.Reason };
            case AwaitRestore:
                return status with { Reason = context.Action.Reason };
            case BeginIncarnation:
                Unavailable(context);
                return status with
                {
                    Phase = ClusterPhase.Creating,
                    ClusterId = null,
                    CurrentVersion = null,
                    Operation = null,
                    Quorum = null,
                    TargetVersion = null,
                    Members = null,
                    MemberStatuses = null,
                    Size = 0,
                    ReadyReplicas = 0,
                    CurrentConfig = null,
                    Repairs = null,

                    // A recovery from a survivor of the old incarnation has nothing left to recover.
                    Recovery = status.Recovery is { CompletedAt: null } open
                        ? open with { Phase = RecoveryPhase.Cancelled, CompletedAt = context.Snapshot.Observed.Now.UtcDateTime, Message = context.Action.Reason }
                        : status.Recovery,
                    Restore = status.Restore! with { Phase = ClusterRestorePhase.Seeding },
                };
            case RecordClusterId when context.Snapshot.Observed.Restore is { Stage: RestoreStage.Seeding }:
                return status with { Restore = status.Restore! with { Phase = ClusterRestorePhase.Seeded } };
            default:
                return status;
        }
    }

    private static void Unavailable(StatusContext context) => context.Conditions
        .Remove(EtcdClusterCondition.Recovering)
        .Set(EtcdClusterCondition.Available, "False", "Restoring from backup", context.Action.Reason);
}
