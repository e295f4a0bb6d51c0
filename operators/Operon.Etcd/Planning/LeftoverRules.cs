namespace Operon.Etcd.Planning;

/// <summary>Pods and claims of members that a confirmed member list no longer holds go, in that order (M11).</summary>
internal static class LeftoverRules
{
    public static EtcdAction? Next(EtcdDesired desired, EtcdObserved observed, MembershipFacts membership)
    {
        var pod = observed.Pods.FirstOrDefault(pod => !pod.IsDeleting && membership.Find(pod.Name) is null);
        if (pod is not null)
        {
            return new DeletePod(pod.Name, $"{pod.Name} is not a member of the cluster");
        }

        var claim = observed.Claims.Order(StringComparer.Ordinal).FirstOrDefault(name => membership.Find(name) is null && observed.Pod(name) is null);
        return claim is null ? null : new DeletePvc(claim, $"{claim} is not a member of the cluster");
    }
}
