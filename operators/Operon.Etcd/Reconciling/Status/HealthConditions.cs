using System.Globalization;
using Operon.Etcd.Api;
using Operon.Etcd.Planning;

namespace Operon.Etcd.Reconciling;

/// <summary>
/// The conditions tools know: <c>Ready</c>, <c>Progressing</c>, <c>Degraded</c>, and <c>QuorumHealthy</c>. Their reasons are words without
/// spaces; docs/etcd/status.md lists them. Those of the CoreOS operator stay beside them.
/// </summary>
internal sealed class HealthConditions : IStatusPart
{
    public EtcdClusterStatus Add(EtcdClusterStatus status, StatusContext context)
    {
        var (observed, action, conditions) = (context.Snapshot.Observed, context.Action, context.Conditions);
        SetQuorum(observed, action, conditions);
        SetReady(context.Snapshot, action, conditions);
        SetProgressing(action, conditions);
        SetDegraded(status, observed, action, conditions);
        return status;
    }

    /// <summary>For an object that cannot be carried out as it is written.</summary>
    public static void SetInvalid(ConditionSet conditions, bool hasFormed, string problem)
    {
        // Nobody looks at the members of such a cluster; it may well serve on.
        conditions.Set(EtcdClusterCondition.Ready, hasFormed ? "Unknown" : "False", "InvalidSpec", problem);
        conditions.Set(EtcdClusterCondition.QuorumHealthy, "Unknown", "InvalidSpec", problem);
        conditions.Set(EtcdClusterCondition.Progressing, "False", "InvalidSpec", problem);
        conditions.Set(EtcdClusterCondition.Degraded, "True", "InvalidSpec", problem);
    }

    private static void SetQuorum(EtcdObserved observed, EtcdAction action, ConditionSet conditions)
    {
        if (observed.Membership is { IsConfirmed: true } membership)
        {
            var voters = membership.Voters.ToList();
            conditions.Set(EtcdClusterCondition.QuorumHealthy, "True", "QuorumHealthy", Count(voters.Count(voter => voter.IsHealthy), voters.Count));
        }
        else if (IsAsleep(observed, action))
        {
            conditions.Set(EtcdClusterCondition.QuorumHealthy, "Unknown", "Hibernated", action.Reason);
        }
        else if (!observed.HasFormed)
        {
            conditions.Set(EtcdClusterCondition.QuorumHealthy, "Unknown", "NotFormed", "the first member does not serve yet");
        }
        else if (Loss(action) is { } loss)
        {
            conditions.Set(EtcdClusterCondition.QuorumHealthy, "False", "QuorumLost", loss.Reason);
        }
        else if (conditions.Find(EtcdClusterCondition.QuorumHealthy) is not { Status: "False" })
        {
            conditions.Set(EtcdClusterCondition.QuorumHealthy, "Unknown", "Electing", "no linearizable read succeeded at the last look; members may be electing a leader");
        }
    }

    private static void SetReady(ClusterSnapshot snapshot, EtcdAction action, ConditionSet conditions)
    {
        var (observed, size) = (snapshot.Observed, snapshot.Desired.Size);
        if (Loss(action) is { } loss)
        {
            conditions.Set(EtcdClusterCondition.Ready, "False", "QuorumLost", loss.Reason);
        }
        else if (action is ReportForeignMember)
        {
            conditions.Set(EtcdClusterCondition.Ready, "False", "ClusterIDMismatch", action.Reason);
        }
        else if (IsAsleep(observed, action))
        {
            conditions.Set(EtcdClusterCondition.Ready, "False", "Hibernated", action.Reason);
        }
        else if (!observed.HasFormed)
        {
            conditions.Set(EtcdClusterCondition.Ready, "False", "NotFormed", "the first member does not serve yet");
        }
        else
        {
            var healthy = observed.Membership is { IsConfirmed: true } membership ? membership.Voters.Count(voter => voter.IsHealthy) : 0;
            var isReady = healthy == size && observed.Membership?.Members.Count == size;
            conditions.Set(EtcdClusterCondition.Ready, isReady ? "True" : "False", isReady ? "AllMembersReady" : "MembersNotReady", Count(healthy, size));
        }
    }

    private static void SetProgressing(EtcdAction action, ConditionSet conditions)
    {
        var (status, reason) = action switch
        {
            Settled => ("False", "Settled"),
            StayPaused => ("False", "Paused"),
            ReportQuorumLost => ("False", "QuorumLost"),
            ReportForeignMember => ("False", "ClusterIDMismatch"),
            RefuseVersion => ("False", "VersionRefused"),
            Wait => ("True", "Waiting"),
            { IsLasting: true } => ("False", action.GetType().Name),
            _ => ("True", action.GetType().Name),
        };
        conditions.Set(EtcdClusterCondition.Progressing, status, reason, action.Reason);
    }

    private static void SetDegraded(EtcdClusterStatus status, EtcdObserved observed, EtcdAction action, ConditionSet conditions)
    {
        var unhealthy = observed.HasFormed && !IsAsleep(observed, action) ? (status.MemberStatuses ?? []).Where(member => member is { Healthy: false } and not { Role: "Learner" }).ToList() : [];
        var (value, reason, message) = action switch
        {
            _ when Loss(action) is { } loss => ("True", "QuorumLost", loss.Reason),
            ReportForeignMember => ("True", "ClusterIDMismatch", action.Reason),
            _ when unhealthy.Count > 0 => ("True", "MemberUnhealthy", string.Join("; ", unhealthy.Select(member => $"{member.Name}: {member.Message ?? "not healthy"}"))),
            RefuseVersion => ("True", "VersionRefused", action.Reason),
            { IsLasting: true } and not (Sleep or HoldUpgrade) => ("True", action.GetType().Name, action.Reason),
            _ => ("False", "AsExpected", ""),
        };
        conditions.Set(EtcdClusterCondition.Degraded, value, reason, message);
    }

    private static ReportQuorumLost? Loss(EtcdAction action) => action as ReportQuorumLost ?? (action as StayPaused)?.Loss;

    private static bool IsAsleep(EtcdObserved observed, EtcdAction action) => observed.HasFormed && action is Sleep or StopPod;

    private static string Count(int healthy, int all) => string.Create(CultureInfo.InvariantCulture, $"{healthy} of {all} members are healthy voters");
}
