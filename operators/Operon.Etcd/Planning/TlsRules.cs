using Operon.Etcd.Certificates;

namespace Operon.Etcd.Planning;

/// <summary>
/// TLS switched on, off or to other authorities on a running cluster, one member at a time and only while all are healthy. Towards TLS every member first
/// gets certificates, then one by one an address with https and a listener that speaks it; back to plaintext the other way round. So at each moment any
/// member can dial any other.
/// </summary>
internal static class TlsRules
{
    public static EtcdAction? Next(EtcdDesired desired, EtcdObserved observed, MembershipFacts membership)
    {
        if (observed.Tls is not { } tls || tls.Missing is not null)
        {
            return null;
        }

        var outdated = membership.Members.Where(member => observed.Pod(member.Name) is { } pod && observed.Claims.Contains(pod.Name) && IsOutdated(tls, membership, pod)).ToList();
        if (outdated.Count > 0)
        {
            return Stability.Missing(observed, membership)
                ?? MemberRoll.Next(membership, outdated, tls.WantsPeer || tls.WantsClient ? "its certificates have changed" : "TLS is switched off");
        }

        var misplaced = membership.Members.Where(member => observed.Claims.Contains(member.Name) && IsTls(member) != tls.WantsPeer).ToList();
        if (misplaced.Count > 0)
        {
            return Stability.Missing(observed, membership) ?? ChangeAddress(membership, misplaced, tls.WantsPeer);
        }

        return Rotation(observed, membership, tls);
    }

    /// <summary>New members speak TLS to their peers as soon as all members there are can dial them so.</summary>
    public static bool AddsMembersWithTls(EtcdObserved observed) =>
        observed.Tls is { WantsPeer: true } && observed.Pods.All(pod => pod.Tls.HasPeerCertificates);

    /// <summary>
    /// Whether the command line or the address of a member has to change. Members with claims are restarted by these rules; those without are made anew by
    /// <see cref="SizeRules"/>, each successor before its predecessor goes.
    /// </summary>
    public static bool IsOutdated(EtcdObserved observed, PodFacts pod)
    {
        if (observed.Tls is not { Missing: null } tls || observed.Membership is not { } membership)
        {
            return false;
        }

        // An address changes only once everybody can dial the new one.
        return IsOutdated(tls, membership, pod)
            || (membership.Find(pod.Name) is { PeerUrls.Count: > 0 } member
                && IsTls(member) != tls.WantsPeer
                && !observed.Pods.Any(other => IsOutdated(tls, membership, other)));
    }

    // Certificates towards peers are given up only when no address needs them any more.
    private static bool IsOutdated(TlsFacts tls, MembershipFacts membership, PodFacts pod) =>
        (tls.WantsPeer && !pod.Tls.HasPeerCertificates)
        || (!tls.WantsPeer && pod.Tls.HasPeerCertificates && !membership.Members.Any(IsTls))
        || tls.WantsClient != pod.Tls.ServesClientsByTls
        || (pod.Tls.Trust is { } trust && tls.Trust is { } wanted && trust != wanted);

    private static EtcdAction ChangeAddress(MembershipFacts membership, List<MemberFacts> misplaced, bool isTls)
    {
        var reason = isTls ? "peers change over to TLS" : "peers change over to plaintext";
        var next = misplaced.OrderBy(member => member.IsLeader).ThenBy(member => member.Name, StringComparer.Ordinal).First();
        return (EtcdAction?)MemberRoll.HandOver(membership, misplaced, next, reason) ?? new UpdatePeerUrl(next.Id, next.Name, isTls, reason);
    }

    private static EtcdAction? Rotation(EtcdObserved observed, MembershipFacts membership, TlsFacts tls)
    {
        if (tls.Authority == AuthorityPhase.Steady)
        {
            return null;
        }

        if (Stability.Missing(observed, membership) is { } wait)
        {
            return wait;
        }

        if (tls.Authority == AuthorityPhase.Distributing)
        {
            // A pod without a note of what it trusts cannot be counted on.
            return observed.Pods.FirstOrDefault(pod => pod.Tls.Trust != tls.Trust) is { } pod
                ? new Wait($"pod {pod.Name} may not trust the next authority yet", TimeSpan.FromSeconds(5))
                : new AdvanceAuthority(AuthorityPhase.Distributing, "every member trusts the next authority");
        }

        return observed.Pods.FirstOrDefault(pod => !tls.ShowingNew.Contains(pod.Name)) is { } old
            ? new Wait($"member {old.Name} still shows a certificate of the authority before", TimeSpan.FromSeconds(2))
            : new AdvanceAuthority(AuthorityPhase.Retiring, "every member shows a certificate of the new authority");
    }

    private static bool IsTls(MemberFacts member) => member.PeerUrls.Any(url => url.StartsWith("https:", StringComparison.Ordinal));
}
