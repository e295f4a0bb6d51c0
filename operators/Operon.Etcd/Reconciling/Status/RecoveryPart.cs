using Operon.Etcd.Api;
using Operon.Etcd.Planning;

namespace Operon.Etcd.Reconciling;

/// <summary><c>status.quorum</c>, <c>status.recovery</c> and the conditions that go with them.</summary>
internal sealed class RecoveryPart : IStatusPart
{
    public const string AcknowledgeAnnotation = "etcd.database.coreos.com/acknowledge-data-loss";

    public EtcdClusterStatus Add(EtcdClusterStatus status, StatusContext context)
    {
        var observed = context.Snapshot.Observed;
        if (observed.Recovery is not { } facts)
        {
            return status;
        }

        var recovery = Acknowledged(Recovery(context.Action, facts), context);
        Tell(recovery, context);
        return status with { Quorum = Quorum(observed, facts), Recovery = recovery };
    }

    private static QuorumStatus? Quorum(EtcdObserved observed, RecoveryFacts facts)
    {
        if (!observed.HasFormed)
        {
            return null;
        }

        var voters = observed.Membership?.Voters.Count() ?? observed.LastKnownMembers.Count;
        return new QuorumStatus
        {
            Healthy = observed.Membership is { IsConfirmed: true } membership ? membership.Voters.Count(voter => voter.IsHealthy) : facts.Reports.Count(report => report.HasLeader),
            Needed = Planning.Quorum.Of(voters),
            LostSince = QuorumRules.Loss(observed) is null ? null : facts.LostSince?.UtcDateTime,
        };
    }

    private static RecoveryStatus? Recovery(EtcdAction action, RecoveryFacts facts)
    {
        if (action is RecoveryAction step)
        {
            return step.Status with { Message = step.Reason };
        }

        // A request that was taken away may be made again.
        return facts is { Request: null, Status: { Request: not null, IsForcing: false, Phase: not RecoveryPhase.Choosing } status } ? status with { Request = null } : facts.Status;
    }

    // The number names the recovery: an old acknowledgement says nothing about a new loss.
    private static RecoveryStatus? Acknowledged(RecoveryStatus? recovery, StatusContext context)
    {
        string? number = null;
        context.Snapshot.Cluster.Metadata.Annotations?.TryGetValue(AcknowledgeAnnotation, out number);
        return recovery is { DataLossPossible: true, IsForcing: false } && number == $"{recovery.Count}"
            ? recovery with { DataLossPossible = false }
            : recovery;
    }

    private static void Tell(RecoveryStatus? recovery, StatusContext context)
    {
        if (recovery is { IsForcing: true } or { Phase: RecoveryPhase.Choosing })
        {
            var message = $"recovery, {recovery.Phase}: {recovery.Message}";
            context.Conditions.Set(EtcdClusterCondition.Available, "False", "Quorum lost", message);
            context.Conditions.Set(EtcdClusterCondition.Recovering, "True", "Disaster recovery", message);
            context.Conditions.Set(EtcdClusterCondition.Ready, "False", "Recovering", message);
            context.Conditions.Set(EtcdClusterCondition.QuorumHealthy, "False", "QuorumLost", message);
        }

        if (recovery is { DataLossPossible: true })
        {
            context.Conditions.Set(
                EtcdClusterCondition.DataLossPossible,
                "True",
                "RecoveredFromSurvivor",
                $"recovery {recovery.Count} ({recovery.StartedAt:yyyy-MM-dd'T'HH:mm:ss'Z'}) started over from {recovery.Survivor} at raft term {recovery.SurvivorTerm}, index "
                + $"{recovery.SurvivorIndex}, revision {recovery.SurvivorRevision}: writes acknowledged after that are gone. Once that is dealt with, "
                + $"annotate the object with {AcknowledgeAnnotation}={recovery.Count}");
        }
        else
        {
            context.Conditions.Remove(EtcdClusterCondition.DataLossPossible);
        }
    }
}
