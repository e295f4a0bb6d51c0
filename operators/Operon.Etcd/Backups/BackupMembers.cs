using System.Security.Cryptography;
using Operon.Etcd.Api;
using Operon.Etcd.Backups.Tasks;
using Operon.Etcd.Membership;
using Operon.Etcd.Objects;
using Operon.Etcd.Reconciling;
using Operon.Etcd.Stores;
using Operon.Kubernetes;

namespace Operon.Etcd.Backups;

/// <summary>Connects to the members a backup is taken from: those of an EtcdCluster, or the endpoints that are named.</summary>
internal sealed class BackupMembers(IKubernetesClient client, MemberDialer dialer)
{
    private readonly OperatorCertificate _certificate = new(client);
    private readonly AuthUsers _users = new(client);

    /// <summary>Throws <see cref="InvalidSpecException"/> that names the field.</summary>
    public async Task<SnapshotSource> ConnectAsync(EtcdBackup backup, ISecretSource secrets, CancellationToken cancellationToken)
    {
        var spec = backup.Spec;
        var user = await CredentialsAsync(spec.BasicAuthSecret, secrets, cancellationToken);
        if (string.IsNullOrEmpty(spec.ClusterName))
        {
            var shown = await CertificatesAsync(GivenTls(spec), secrets, cancellationToken);
            return new SnapshotSource(spec.EtcdEndpoints!.Distinct().ToDictionary(endpoint => endpoint, endpoint => Connect(dialer, endpoint, shown, user)));
        }

        var layout = await LayoutAsync(backup, cancellationToken);
        var certificates = await _certificate.ReadAsync(layout, cancellationToken);
        var users = user is null ? (await _users.ReadAsync(layout, cancellationToken)).All : [user];
        var connections = new Dictionary<string, IMemberConnection>();
        foreach (var pod in await PodsAsync(layout, cancellationToken))
        {
            var connection = dialer.Connect(new Uri(UrlOf(layout, pod)), pod.Status!.PodIP, certificates);
            connection.Credentials = users;
            connections.Add(pod.Metadata.Name, connection);
        }

        return new SnapshotSource(connections);
    }

    /// <summary>The same for a pod, which dials the members by their names.</summary>
    public async Task<BackupTask> DescribeAsync(EtcdBackup backup, BackupTask task, CancellationToken cancellationToken)
    {
        var spec = backup.Spec;
        if (string.IsNullOrEmpty(spec.ClusterName))
        {
            return task with { Endpoints = spec.EtcdEndpoints, ClientTls = GivenTls(spec), BasicAuthSecret = spec.BasicAuthSecret };
        }

        var layout = await LayoutAsync(backup, cancellationToken);
        return task with
        {
            Endpoints = [.. (await PodsAsync(layout, cancellationToken)).Select(pod => UrlOf(layout, pod))],
            ClientTls = layout.Secrets.Client,
            BasicAuthSecret = UserSecret(backup, layout),
        };
    }

    /// <summary>Secret with a user of etcd: the one that is named, or the operator's own on clusters with authentication.</summary>
    public static string? UserSecret(EtcdBackup backup, ClusterLayout? layout) => backup.Spec.BasicAuthSecret is { Length: > 0 } given
        ? given
        : layout is not null && AuthUsers.Concern(layout) ? AuthSecrets.OperatorName(layout) : null;

    public async Task<ClusterLayout> LayoutAsync(EtcdBackup backup, CancellationToken cancellationToken)
    {
        var cluster = await client.Resource(EtcdKinds.Cluster).FindAsync(backup.Metadata.NamespaceProperty, backup.Spec.ClusterName!, cancellationToken)
            ?? throw new InvalidSpecException($"spec.clusterName: EtcdCluster {backup.Spec.ClusterName} does not exist in namespace {backup.Metadata.NamespaceProperty}");
        return new ClusterLayout(cluster);
    }

    public static IMemberConnection Connect(MemberDialer dialer, string endpoint, ClientCertificates? certificates, MemberCredentials? user)
    {
        var connection = dialer.Connect(new Uri(endpoint), null, certificates);
        connection.Credentials = user is null ? [] : [user];
        return connection;
    }

    public static async Task<MemberCredentials?> CredentialsAsync(string? secret, ISecretSource secrets, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(secret))
        {
            return null;
        }

        var data = await secrets.ReadAsync(secret, "spec.basicAuthSecret", cancellationToken);
        return new MemberCredentials(data.Required(AuthSecrets.UsernameKey, secret), data.Required(AuthSecrets.PasswordKey, secret));
    }

    public static async Task<ClientCertificates?> CertificatesAsync(TlsSecret? secret, ISecretSource secrets, CancellationToken cancellationToken)
    {
        if (secret is null)
        {
            return null;
        }

        try
        {
            return ClientCertificates.Read((await secrets.ReadAsync(secret.Name, "spec.clientTLSSecret", cancellationToken)).ToDictionary(), secret, secret.Name);
        }
        catch (Exception e) when (e is KeyNotFoundException or CryptographicException or ArgumentException)
        {
            throw new InvalidSpecException($"spec.clientTLSSecret: secret {secret.Name} is not usable: {e.Message}");
        }
    }

    private static TlsSecret? GivenTls(EtcdBackupSpec spec) => spec.ClientTlsSecret is { Length: > 0 } name
        ? new TlsSecret(name, "etcd-client.crt", "etcd-client.key", "etcd-client-ca.crt")
        : null;

    private static string UrlOf(ClusterLayout layout, EtcdPod pod) => layout.ClientUrl(pod.Metadata.Name, PodCommand.Tls(pod).ServesClientsByTls);

    private async Task<IEnumerable<EtcdPod>> PodsAsync(ClusterLayout layout, CancellationToken cancellationToken)
    {
        var pods = await client.Resource(EtcdKinds.Pod).ListAsync(layout.Namespace, new ListOptions { LabelSelector = layout.Selector }, cancellationToken);
        return pods.Items.Where(pod => layout.Owns(pod.Metadata) && pod.Status is { PodIP.Length: > 0, Phase: "Running" });
    }
}
