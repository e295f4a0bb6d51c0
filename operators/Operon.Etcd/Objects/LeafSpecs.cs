using Operon.Etcd.Certificates;

namespace Operon.Etcd.Objects;

/// <summary>The certificates of a cluster: their secrets, keys and names, the same for those the operator makes and those it asks cert-manager for.</summary>
internal static class LeafSpecs
{
    public const string DefaultDomain = ".cluster.local";

    public static IReadOnlyList<LeafSpec> Of(ClusterLayout layout)
    {
        List<LeafSpec> leaves = [];
        if (layout.Secrets.Peer is { } peer)
        {
            leaves.Add(Leaf(peer, $"CN={MemberTls.AutoPeerName}", Peers(layout), LeafRequest.ServerUse, LeafRequest.ClientUse));
        }

        // etcd's gateway dials its own client port with the server's certificate.
        if (layout.Secrets.Server is { } server)
        {
            leaves.Add(Leaf(server, $"O={layout.Name}", Servers(layout), LeafRequest.ServerUse, LeafRequest.ClientUse));
        }

        if (layout.Secrets.Client is { } client)
        {
            leaves.Add(Leaf(client, "CN=etcd-client", LeafNames.None, LeafRequest.ClientUse));
        }

        return leaves;
    }

    /// <summary>
    /// Members verify each other by a reverse look-up of the address (A4), which answers with the cluster's domain; so names are given with it and without.
    /// </summary>
    private static LeafNames Peers(ClusterLayout layout) =>
        new([.. WithDomain(layout, $"*.{layout.Name}.{layout.Namespace}.svc")], []);

    private static LeafNames Servers(ClusterLayout layout)
    {
        var service = $"{layout.ClientServiceName}.{layout.Namespace}";
        var tls = layout.Cluster.Spec.Tls;
        IReadOnlyList<string> names = tls?.Auto?.ExtraDnsNames ?? tls?.CertManager?.ExtraDnsNames ?? [];
        IReadOnlyList<string> addresses = tls?.Auto?.ExtraIpAddresses ?? tls?.CertManager?.ExtraIpAddresses ?? [];
        return new(
            [
                .. WithDomain(layout, $"*.{layout.Name}.{layout.Namespace}.svc"),
                .. WithDomain(layout, $"{service}.svc"),
                service,
                layout.ClientServiceName,
                "localhost",
                .. names,
            ],
            ["127.0.0.1", "::1", .. addresses]);
    }

    private static IEnumerable<string> WithDomain(ClusterLayout layout, string name)
    {
        yield return name;
        var domain = layout.Cluster.Spec.Pod?.ClusterDomain;
        yield return name + (string.IsNullOrEmpty(domain) ? DefaultDomain : domain.TrimEnd('.'));
    }

    private static LeafSpec Leaf(TlsSecret secret, string subject, LeafNames names, params IReadOnlyList<string> usages) =>
        new(secret.Name, secret.CertificateKey, secret.PrivateKeyKey, secret.AuthorityKey, new LeafRequest(subject, names, usages));
}
