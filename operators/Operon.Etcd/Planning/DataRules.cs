namespace Operon.Etcd.Planning;

/// <summary>
/// Brings back pods whose data still exists, under the same name (B6, D1). Never a membership change, so it needs no quorum and no
/// other member has to wait for it.
/// </summary>
internal static class DataRules
{
    public static EtcdAction? Next(EtcdDesired desired, EtcdObserved observed)
    {
        foreach (var name in ExpectedNames(observed))
        {
            var hasClaim = observed.Claims.Contains(name);
            var neverStarted = observed.Membership?.Find(name) is { HasStarted: false };
            if (!hasClaim && !neverStarted)
            {
                continue;
            }

            if (observed.Pod(name) is not { } pod)
            {
                return new CreateMemberPod(
                    name,
                    MemberPods.VersionFor(observed, name),
                    MustKeepData: hasClaim,
                    neverStarted ? $"member {name} is in etcd's list and has never started" : $"pod {name} is gone, its claim is there");
            }

            // A member that never started has nothing to lose: its claim is made again with its pod.
            if (neverStarted && pod is { IsWaitingForClaim: true, IsDeleting: false })
            {
                return new DeletePod(name, $"pod {name} waits for a claim that is gone; both are made again");
            }

            if (pod is { IsFinished: true, IsDeleting: false })
            {
                return new DeletePod(name, $"pod {name} has ended; it is made again with the same name");
            }
        }

        return null;
    }

    private static IEnumerable<string> ExpectedNames(EtcdObserved observed)
    {
        var reported = observed.Membership?.Members.Select(member => member.Name) ?? [];
        return observed.Membership is { IsConfirmed: true }
            ? reported
            : observed.LastKnownMembers.Select(member => member.Name).Union(reported);
    }
}
