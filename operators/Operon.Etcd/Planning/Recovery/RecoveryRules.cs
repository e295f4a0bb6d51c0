using Operon.Etcd.Api;

namespace Operon.Etcd.Planning;

/// <summary>
/// When a recovery from a lost quorum begins, and when it ends (D2, D6). Members are brought back first (D1); only a person, or a policy a person set,
/// starts over from one survivor.
/// </summary>
internal static class RecoveryRules
{
    /// <summary>Takes up a request, refuses it, or calls it off when the quorum is there.</summary>
    public static EtcdAction? Begin(EtcdDesired desired, EtcdObserved observed)
    {
        if (observed.Recovery is not { } recovery)
        {
            return null;
        }

        var status = recovery.Status ?? new RecoveryStatus();
        if (observed.Membership is { IsConfirmed: true })
        {
            return WithQuorum(recovery, status, observed);
        }

        if (QuorumRules.Loss(observed) is null)
        {
            return null;
        }

        var pending = recovery.Pending;
        if (status.Phase == RecoveryPhase.Choosing && pending is null)
        {
            return recovery.Request is null && status.Request is not null
                ? new RecordRecovery(Ended(status, RecoveryPhase.Cancelled, observed), "the annotation was taken away before anything was forced")
                : SurvivorRules.Next(observed, recovery, status);
        }

        if (pending is null && !IsDueByPolicy(observed, recovery))
        {
            return null;
        }

        if (pending is not null && Refusal(observed, pending) is { } refusal)
        {
            return new RefuseRecovery(status with { Request = pending.Text }, refusal);
        }

        return new RecordRecovery(
            new RecoveryStatus
            {
                Phase = RecoveryPhase.Choosing,
                Request = pending?.Text ?? recovery.Request?.Text,
                Survivor = pending?.Member,
                OldClusterId = observed.RecordedClusterId?.ToString("x"),
                StartedAt = observed.Now.UtcDateTime,
                Count = status.Count,
                DataLossPossible = status.DataLossPossible,
            },
            pending is null
                ? "spec.recovery.policy is Automatic and the data of a majority is gone; looking for the member that is furthest"
                : $"recovery was asked for (\"{pending.Text}\"); looking for the survivor");
    }

    /// <summary>The cluster has its size again.</summary>
    public static EtcdAction? Finish(EtcdDesired desired, EtcdObserved observed, MembershipFacts membership) =>
        observed.Recovery?.Status is { Phase: RecoveryPhase.Growing } status && membership.Voters.Count() == desired.Size && !membership.Learners.Any()
            ? new RecordRecovery(
                Ended(status, RecoveryPhase.Completed, observed),
                $"the cluster has {desired.Size} members again, with the data of {status.Survivor} up to raft index {status.SurvivorIndex}")
            : null;

    private static RecoveryStatus Ended(RecoveryStatus status, string phase, EtcdObserved observed) =>
        status with { Phase = phase, CompletedAt = observed.Now.UtcDateTime };

    private static RecoveryAction? WithQuorum(RecoveryFacts recovery, RecoveryStatus status, EtcdObserved observed)
    {
        if (status.Phase == RecoveryPhase.Choosing)
        {
            return new RecordRecovery(
                Ended(status, RecoveryPhase.Cancelled, observed),
                "the quorum came back by itself; nothing was forced");
        }

        return recovery.Pending is { } request
            ? new RefuseRecovery(
                status with { Request = request.Text },
                request.Problem ?? "the cluster has its quorum; nothing is forced. Take the annotation away; it will not be carried out later")
            : null;
    }

    // What claims and pods still hold cannot bring a majority back, whatever happens to nodes and processes.
    private static bool IsDueByPolicy(EtcdObserved observed, RecoveryFacts recovery)
    {
        var voters = observed.LastKnownMembers;
        return recovery.AutomaticAfter is { } after
            && recovery.LostSince is { } since
            && observed.Now - since >= after
            && voters.Any(voter => observed.Claims.Contains(voter.Name))
            && voters.Count(voter => HasData(observed, voter.Name)) < Quorum.Of(voters.Count);
    }

    private static bool HasData(EtcdObserved observed, string name) =>
        observed.Claims.Contains(name) || observed.Pod(name) is { IsFinished: false };

    private static string? Refusal(EtcdObserved observed, RecoveryRequest request)
    {
        if (request.Problem is { } problem)
        {
            return problem;
        }

        if (request.ClusterId is { } id && id != observed.RecordedClusterId)
        {
            return $"the request is for cluster {id:x}, this one is {observed.RecordedClusterId:x}: check the name and the namespace";
        }

        if (observed.Claims.Count == 0)
        {
            return "the members keep their data in their pods (no persistentVolumeClaimSpec), and a pod cannot be started again without losing it. "
                + "Take a backup of a member that still answers, or use an older one, and restore the cluster from it";
        }

        return request.Member is { } member && !observed.Claims.Contains(member)
            ? $"{member} has no claim, so it cannot be started over; members with claims are {string.Join(", ", observed.Claims.Order(StringComparer.Ordinal))}"
            : null;
    }
}
