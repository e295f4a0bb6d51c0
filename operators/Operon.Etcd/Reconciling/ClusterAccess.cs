using Operon.Etcd.Api;
using Operon.Etcd.Membership;
using Operon.Etcd.Objects;
using Operon.Kubernetes;

namespace Operon.Etcd.Reconciling;

/// <summary>Opens connections to the members of a cluster as its own operator does: with its certificate, and as its user.</summary>
internal sealed class ClusterAccess(IKubernetesClient client, MemberDialer dialer)
{
    private readonly OperatorCertificate _certificate = new(client);
    private readonly AuthUsers _users = new(client);

    /// <summary>A connection for each running pod, by its name; the caller disposes of them. Throws <see cref="InvalidSpecException"/> for a secret that is not usable.</summary>
    public async Task<IReadOnlyDictionary<string, IMemberConnection>> ConnectAsync(EtcdCluster cluster, CancellationToken cancellationToken)
    {
        var layout = new ClusterLayout(cluster);
        var shown = await _certificate.ReadAsync(layout, cancellationToken);
        var users = await _users.ReadAsync(layout, cancellationToken);
        var pods = await client.Resource(EtcdKinds.Pod).ListAsync(layout.Namespace, new ListOptions { LabelSelector = layout.Selector }, cancellationToken);
        var connections = new Dictionary<string, IMemberConnection>();
        foreach (var pod in pods.Items.Where(pod => layout.Owns(pod.Metadata) && pod.Status is { PodIP.Length: > 0, Phase: "Running" }))
        {
            var url = new Uri(layout.ClientUrl(pod.Metadata.Name, PodCommand.Tls(pod).ServesClientsByTls));
            if (url.Scheme == Uri.UriSchemeHttp || shown is not null)
            {
                var connection = dialer.Connect(url, pod.Status!.PodIP, shown);
                connection.Credentials = users.All;
                connections[pod.Metadata.Name] = connection;
            }
        }

        return connections;
    }
}
