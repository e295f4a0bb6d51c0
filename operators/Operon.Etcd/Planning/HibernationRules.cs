namespace Operon.Etcd.Planning;

/// <summary>
/// A size of 0 stops the members and keeps them (M12): their claims, their place in etcd's list and the cluster's ID. With a size again, the same members
/// come back from their claims.
/// </summary>
internal static class HibernationRules
{
    public static EtcdAction? Next(EtcdDesired desired, EtcdObserved observed)
    {
        if (desired.Size > 0)
        {
            return null;
        }

        var fleeting = observed.Pods.Where(pod => pod is { IsWaitingForClaim: false, IsFinished: false } && !observed.Claims.Contains(pod.Name) && HoldsData(observed, pod.Name)).Select(pod => pod.Name).Order(StringComparer.Ordinal).ToList();
        if (fleeting.Count > 0)
        {
            return new RefuseHibernation(
                $"spec.size: 0 would destroy the data of {string.Join(", ", fleeting)}, which have no claim; set spec.pod.persistentVolumeClaimSpec and wait until they were made anew, then set spec.size to 0");
        }

        var last = observed.Pods.Where(pod => !pod.IsDeleting)
            .OrderBy(pod => observed.Membership?.Find(pod.Name) is { IsLeader: true })
            .ThenBy(pod => pod.Name, StringComparer.Ordinal)
            .FirstOrDefault();
        if (last is not null)
        {
            return new StopPod(last.Name, "spec.size is 0: the cluster is put to sleep");
        }

        return new Sleep(observed.Pods.Count);
    }

    // A pod that etcd does not list, or whose member never started, has nothing to lose.
    private static bool HoldsData(EtcdObserved observed, string name) => observed.Membership is { IsConfirmed: true } membership
        ? membership.Find(name) is { HasStarted: true }
        : observed.LastKnownMembers.Any(member => member.Name == name);
}
