using System.Security.Cryptography;
using Operon.Etcd.Api;
using Operon.Etcd.Membership;
using Operon.Etcd.Objects;
using Operon.Etcd.Stores;
using Operon.Kubernetes;

namespace Operon.Etcd.Backups;

/// <summary>Connects to the members a backup is taken from: those of an EtcdCluster, or the endpoints that are named.</summary>
internal sealed class BackupMembers(IKubernetesClient client, MemberDialer dialer)
{
    /// <summary>Throws <see cref="InvalidSpecException"/> that names the field.</summary>
    public async Task<SnapshotSource> ConnectAsync(EtcdBackup backup, ISecretSource secrets, CancellationToken cancellationToken)
    {
        var spec = backup.Spec;
        var credentials = await CredentialsAsync(spec.BasicAuthSecret, secrets, cancellationToken);
        if (string.IsNullOrEmpty(spec.ClusterName))
        {
            var shown = await CertificatesAsync(spec.ClientTlsSecret, "spec.clientTLSSecret", secrets, cancellationToken);
            return new SnapshotSource(
                spec.EtcdEndpoints!.Distinct().ToDictionary(endpoint => endpoint, endpoint => dialer.Connect(new Uri(endpoint), null, shown)), credentials);
        }

        var layout = await LayoutAsync(backup, cancellationToken);
        var certificates = await CertificatesAsync(
            layout.HasClientTls ? layout.Tls!.OperatorSecret : null, $"spec.TLS.static.operatorSecret of EtcdCluster {layout.Name}", secrets, cancellationToken);
        var pods = await client.Resource(EtcdKinds.Pod).ListAsync(layout.Namespace, new ListOptions { LabelSelector = layout.Selector }, cancellationToken);
        var running = pods.Items.Where(pod => layout.Owns(pod.Metadata) && pod.Status is { PodIP.Length: > 0, Phase: "Running" });
        return new SnapshotSource(
            running.ToDictionary(
                pod => pod.Metadata.Name,
                pod => dialer.Connect(new Uri(layout.ClientUrl(pod.Metadata.Name)), pod.Status!.PodIP, certificates)),
            credentials);
    }

    public async Task<ClusterLayout> LayoutAsync(EtcdBackup backup, CancellationToken cancellationToken)
    {
        var cluster = await client.Resource(EtcdKinds.Cluster).FindAsync(backup.Metadata.NamespaceProperty, backup.Spec.ClusterName!, cancellationToken)
            ?? throw new InvalidSpecException($"spec.clusterName: EtcdCluster {backup.Spec.ClusterName} does not exist in namespace {backup.Metadata.NamespaceProperty}");
        return new ClusterLayout(cluster);
    }

    public static async Task<MemberCredentials?> CredentialsAsync(string? secret, ISecretSource secrets, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(secret))
        {
            return null;
        }

        var data = await secrets.ReadAsync(secret, "spec.basicAuthSecret", cancellationToken);
        return new MemberCredentials(data.Required("username", secret), data.Required("password", secret));
    }

    public static async Task<ClientCertificates?> CertificatesAsync(string? secret, string field, ISecretSource secrets, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(secret))
        {
            return null;
        }

        try
        {
            return ClientCertificates.Read((await secrets.ReadAsync(secret, field, cancellationToken)).ToDictionary(), secret);
        }
        catch (Exception e) when (e is KeyNotFoundException or CryptographicException or ArgumentException)
        {
            throw new InvalidSpecException($"{field}: secret {secret} is not usable: {e.Message}");
        }
    }
}
