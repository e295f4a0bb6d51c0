namespace Operon.Etcd.Planning;

/// <summary>
/// A member speaks to its peers what its address on record says (A5). Between the change of the address and the restart it cannot be dialled, so this
/// waits for nothing; the claim keeps the data.
/// </summary>
internal static class PeerListenerRules
{
    public static EtcdAction? Next(EtcdDesired desired, EtcdObserved observed)
    {
        var member = observed.Membership?.Members.FirstOrDefault(member => observed.Claims.Contains(member.Name) && IsAtOdds(observed, member));
        return member is null ? null : new DeletePod(member.Name, $"etcd dials member {member.Name} at {member.PeerUrls[0]}, which its pod does not speak");
    }

    /// <summary>Whether the pod listens in another way than other members dial.</summary>
    public static bool IsAtOdds(EtcdObserved observed, MemberFacts member) =>
        observed.Pod(member.Name) is { IsDeleting: false, IsFinished: false } pod
        && member.PeerUrls.Count > 0
        && member.PeerUrls.All(url => url.StartsWith("https:", StringComparison.Ordinal) != pod.Tls.ListensToPeersByTls);
}
