using Operon.Etcd.Planning;

namespace Operon.Etcd.Objects;

/// <summary>
/// What one member is told about TLS. A member that listens plainly to its peers may hold certificates all the same: it needs them to reach those that
/// have changed over already.
/// </summary>
/// <param name="Peer">Certificates towards peers; null for none.</param>
/// <param name="ListensToPeersByTls">Follows the peer URL etcd has on record for the member: what others dial is what it has to speak.</param>
/// <param name="Server">Certificates towards clients; null for plain HTTP.</param>
/// <param name="Client">The operator's certificate, mounted for people who run etcdctl in the pod.</param>
/// <param name="Trust">Name of the set of authorities the files hold at this moment; null when it is not known.</param>
/// <param name="PeerName">The only common name accepted from peers; null for any the authority has signed.</param>
internal sealed record MemberTls(TlsSecret? Peer, bool ListensToPeersByTls, TlsSecret? Server, TlsSecret? Client, string? Trust, string? PeerName)
{
    /// <summary>Common name of the certificates the operator makes for peers: a client's certificate of the same authority is no member.</summary>
    public const string AutoPeerName = "etcd-peer";

    public static MemberTls For(ClusterLayout layout, EtcdObserved observed, string member)
    {
        var members = observed.Membership?.Members;
        var urls = members?.SelectMany(one => one.PeerUrls) ?? observed.LastKnownMembers.Select(known => known.PeerUrl).OfType<string>();
        var own = members?.Where(one => one.Name == member).SelectMany(one => one.PeerUrls).FirstOrDefault()
            ?? observed.LastKnownMembers.FirstOrDefault(known => known.Name == member)?.PeerUrl;
        var peer = layout.Secrets.Peer ?? (urls.Any(IsTls) ? layout.RecordedSecrets.Peer : null);
        return Of(layout, peer, own is null ? layout.HasPeerTls : IsTls(own), observed.Tls?.Trust);
    }

    /// <summary>A member of a cluster that is entirely as the spec asks for.</summary>
    public static MemberTls AsAskedFor(ClusterLayout layout, string? trust = null) => Of(layout, layout.Secrets.Peer, layout.HasPeerTls, trust);

    private static MemberTls Of(ClusterLayout layout, TlsSecret? peer, bool listens, string? trust)
    {
        var source = layout.Secrets.Source ?? layout.RecordedSecrets.Source;
        return new MemberTls(peer, listens, layout.Secrets.Server, layout.Secrets.Client, trust, source == TlsSecrets.Auto ? AutoPeerName : null);
    }

    private static bool IsTls(string url) => url.StartsWith("https:", StringComparison.Ordinal);
}
