using Operon.Etcd.Api;

namespace Operon.Etcd.Objects;

/// <summary>The certificate secrets of one cluster. A surface without a secret is plain.</summary>
/// <param name="Source">Static, Auto or CertManager; null for no certificates at all.</param>
/// <param name="Peer">Shown by members to members.</param>
/// <param name="Server">Shown by members to clients.</param>
/// <param name="Client">Shown by the operator to members.</param>
internal sealed record TlsSecrets(string? Source, TlsSecret? Peer, TlsSecret? Server, TlsSecret? Client)
{
    public const string Static = "Static";
    public const string Auto = "Auto";
    public const string CertManager = "CertManager";

    public static TlsSecrets None { get; } = new(null, null, null, null);

    /// <summary>What the spec asks for.</summary>
    public static TlsSecrets Wanted(EtcdCluster cluster)
    {
        var name = cluster.Metadata.Name;
        return cluster.Spec.Tls switch
        {
            { Auto: { } auto } => Of(Auto, Named(auto.HasPeer, name, "peer"), Named(auto.HasClient, name, "server"), Named(auto.HasClient, name, "client")),
            { CertManager: { } issued } => Of(
                CertManager,
                Named(issued.PeerIssuer is not null, name, "peer"),
                Named(issued.ClientIssuer is not null, name, "server"),
                Named(issued.ClientIssuer is not null, name, "client")),
            { Static: { } given } => Of(Static, given.Member?.PeerSecret, given.Member?.ServerSecret, given.OperatorSecret),
            _ => None,
        };
    }

    /// <summary>What the members were given last.</summary>
    public static TlsSecrets Recorded(EtcdCluster cluster) =>
        cluster.Status?.Tls is { } tls ? Of(tls.Source, tls.PeerSecret, tls.ServerSecret, tls.OperatorSecret) : None;

    private static string? Named(bool isWanted, string cluster, string surface) => isWanted ? $"{cluster}-{surface}-tls" : null;

    private static TlsSecrets Of(string? source, string? peer, string? server, string? client)
    {
        var secrets = new TlsSecrets(source, Secret(source, peer, "peer", "peer-ca"), Secret(source, server, "server", "server-ca"), Secret(source, client, "etcd-client", "etcd-client-ca"));
        return secrets is { Peer: null, Server: null, Client: null } ? None : secrets;
    }

    private static TlsSecret? Secret(string? source, string? name, string pair, string authority)
    {
        if (string.IsNullOrEmpty(name))
        {
            return null;
        }

        return source == CertManager ? new TlsSecret(name, "tls.crt", "tls.key", "ca.crt") : new TlsSecret(name, $"{pair}.crt", $"{pair}.key", $"{authority}.crt");
    }
}
