using Operon.Etcd.Api;

namespace Operon.Etcd.Planning;

/// <summary>
/// From a chosen survivor to one ordinary member: stop everything else for certain, start the survivor once with <c>--force-new-cluster</c>, compare its
/// data, start it again without (D2). Each look decides anew from what is there, so a crash anywhere resumes.
/// </summary>
internal static class FencingRules
{
    private static readonly TimeSpan RetryTime = TimeSpan.FromSeconds(10);

    public static EtcdAction? Next(EtcdDesired desired, EtcdObserved observed)
    {
        if (observed.Recovery is not { Status: { IsForcing: true, Survivor: { } survivor } status } recovery)
        {
            return Stray(observed);
        }

        if (FenceOthers(observed, recovery, status, survivor) is { } fence)
        {
            return fence;
        }

        var pod = observed.Pod(survivor);
        if (pod is { IsDeleting: true })
        {
            return new AwaitRecovery(status, $"waiting until pod {survivor} has stopped{Place(pod)}");
        }

        return status.Phase switch
        {
            RecoveryPhase.Failed => new AwaitRecovery(status, status.Message ?? "the recovery has failed"),
            RecoveryPhase.Fencing when pod is not null => new FencePod(survivor, IsForced: false, status, $"survivor {survivor} is stopped before it starts over"),
            RecoveryPhase.Fencing => new RecordRecovery(
                status with { Phase = RecoveryPhase.Forcing, Count = status.Count + 1, DataLossPossible = true },
                $"all other members are stopped and fenced; {survivor} starts over as the only member"),
            RecoveryPhase.Forcing => Force(observed, status, survivor, pod),
            _ => Restart(observed, recovery, status, survivor, pod),
        };
    }

    // Outside of a recovery nothing may keep the flag: a restart would drop what is not committed yet once more.
    private static DeletePod? Stray(EtcdObserved observed) =>
        observed.Pods.FirstOrDefault(pod => pod is { StartsOver: true, IsDeleting: false }) is { } pod && observed.Claims.Contains(pod.Name)
            ? new DeletePod(pod.Name, $"pod {pod.Name} carries --force-new-cluster, but no recovery runs; it is made again without")
            : null;

    private static RecoveryAction? FenceOthers(EtcdObserved observed, RecoveryFacts recovery, RecoveryStatus status, string survivor)
    {
        if (observed.Claims.Where(claim => claim != survivor).Order(StringComparer.Ordinal).FirstOrDefault() is { } claim)
        {
            return new FenceClaim(claim, status, $"member {claim} is given up; its claim is kept but never mounted again");
        }

        if (observed.Pods.FirstOrDefault(pod => pod.Name != survivor) is not { } other)
        {
            return null;
        }

        if (!other.IsDeleting)
        {
            return new FencePod(other.Name, IsForced: false, status, $"member {other.Name} is given up; its pod is stopped");
        }

        return recovery.Request is { IsForced: true }
            ? new FencePod(other.Name, IsForced: true, status, $"pod {other.Name} is taken off the API because the request says force")
            : new AwaitRecovery(
                status,
                $"pod {other.Name} is terminating{Place(other)}: nothing starts over until it is gone for certain. If that node is switched off for good, delete the node, or "
                + "see to it that it stays off and add \",force\" to the annotation");
    }

    private static EtcdAction Force(EtcdObserved observed, RecoveryStatus status, string survivor, PodFacts? pod)
    {
        if (pod is null)
        {
            return new ForceNewCluster(survivor, MemberPods.VersionFor(observed, survivor), status, $"{survivor} starts over as the only member");
        }

        if (!pod.StartsOver)
        {
            return new FencePod(survivor, IsForced: false, status, $"pod {survivor} was made by somebody else; it is stopped before it starts over");
        }

        if (pod.IsFinished)
        {
            return observed.Now - pod.CreatedAt < RetryTime
                ? new AwaitRecovery(status, $"{survivor} has ended while starting over; see the log of its pod. It is tried again")
                : new FencePod(survivor, IsForced: false, status, $"{survivor} has ended while starting over; it is tried again");
        }

        if (observed.Membership is not { IsConfirmed: true } membership || membership.Find(survivor) is not { IsHealthy: true })
        {
            return new AwaitRecovery(status, $"{survivor} is starting over as the only member");
        }

        if (membership.Members.Count == 1)
        {
            return new VerifySurvivor(survivor, membership.ClusterId, status, $"{survivor} serves alone; its data is compared with what it was before");
        }

        // Before 3.5.25 and 3.6.6 a learner stays in the list; it has no vote, so nothing stands against taking it out.
        return membership.Learners.FirstOrDefault() is { } learner && membership.Voters.Count() == 1
            ? new RemoveMember(learner.Id, learner.Name, IsDead: false, $"{survivor} has started over as the only member")
            : new AwaitRecovery(
                status,
                $"{survivor} still lists {membership.Members.Count} members after it started over; nothing more is done. Restore from a backup, or ask for help with its log");
    }

    private static EtcdAction Restart(EtcdObserved observed, RecoveryFacts recovery, RecoveryStatus status, string survivor, PodFacts? pod)
    {
        if (pod is null)
        {
            return new CreateMemberPod(survivor, MemberPods.VersionFor(observed, survivor), MustKeepData: true, "the survivor starts again as an ordinary member");
        }

        if (pod is { StartsOver: true } or { IsFinished: true })
        {
            return new FencePod(survivor, IsForced: false, status, $"{survivor} is stopped to start again without --force-new-cluster");
        }

        return observed.Membership is { IsConfirmed: true, Members.Count: 1 } membership && membership.Find(survivor) is { IsHealthy: true }
            ? new RecordRecovery(status with { Phase = RecoveryPhase.Growing, Request = recovery.Request?.Text ?? status.Request }, $"{survivor} serves as an ordinary member; the cluster grows again by new members")
            : new AwaitRecovery(status, $"{survivor} is starting again as an ordinary member");
    }

    private static string Place(PodFacts pod) => pod.Node is { } node ? $" on node {node}" : "";
}
