using System.Globalization;
using k8s;
using k8s.Models;
using Operon.Etcd.Api;
using Operon.Etcd.Membership;
using Operon.Etcd.Objects;
using Operon.Etcd.Planning;
using Operon.Kubernetes;

namespace Operon.Etcd.Reconciling;

/// <summary>
/// Reads one cluster live: its objects from the API server, then its members from etcd. In this order, so that a pod in the list
/// always has its member in the member list, if it is to have one at all.
/// </summary>
internal sealed class ClusterObserver(IKubernetesClient client, AutoCertificates certificates, TimeProvider time)
{
    private const int CrashLoopRestarts = 5;

    // In this order; each sees what those before it found.
    private readonly IFactReader[] _facts =
    [
        new TlsFactReader(client, certificates),
        new AuthFactReader(new AuthUsers(client)),
        new LeaderTransferReader(),
    ];

    private readonly OperatorCertificate _certificate = new(client);
    private readonly AuthUsers _users = new(client);

    public async Task<ClusterSnapshot> ObserveAsync(EtcdCluster cluster, ClusterMemory memory, CancellationToken cancellationToken)
    {
        var layout = new ClusterLayout(cluster);
        var podsRead = ListAsync(EtcdKinds.Pod, layout, cancellationToken);
        var servicesRead = ListAsync(ResourceKinds.Metadata(ResourceKinds.Service.Type), layout, cancellationToken);
        var claimsRead = ListAsync(ResourceKinds.Metadata(ResourceKinds.PersistentVolumeClaim.Type), layout, cancellationToken);
        var certificatesRead = _certificate.ReadAsync(layout, cancellationToken);
        await Task.WhenAll(podsRead, servicesRead, claimsRead, certificatesRead);

        var pods = await podsRead;
        var services = (await servicesRead).Select(service => service.Metadata.Name).ToHashSet();
        var claims = (await claimsRead).Where(claim => claim.Metadata.DeletionTimestamp is null).Select(claim => claim.Metadata.Name).ToHashSet();
        var shown = await certificatesRead;
        var users = await _users.ReadAsync(layout, cancellationToken);
        var connections = memory.Connections.Update(pods.Where(IsDialable).Select(pod => Endpoint(layout, pod)).Where(endpoint => endpoint.ClientUrl.Scheme == Uri.UriSchemeHttp || shown is not null), shown, users.All);
        var reading = await MembershipReader.ReadAsync(connections, memory.Health, time, cancellationToken);
        var desired = Desired(layout);
        var observed = new EtcdObserved
        {
            Now = time.GetUtcNow(),
            HasServices = services.Contains(layout.ClientServiceName) && services.Contains(layout.PeerServiceName),
            RecordedClusterId = ClusterId(cluster.Status?.ClusterId),
            HasFormed = cluster.Status?.ClusterId is not null || cluster.Status?.Phase == ClusterPhase.Running,
            CurrentVersion = EtcdVersion.TryParse(cluster.Status?.CurrentVersion, out var current) ? current : null,
            Pods = [.. pods.Select(pod => Facts(pod, desired.Version, claims)).OrderBy(pod => pod.CreatedAt).ThenBy(pod => pod.Name, StringComparer.Ordinal)],
            Claims = claims,
            LastKnownMembers = [.. KnownMembers(cluster.Status)],
            Membership = reading.Membership,
            ForeignMembers = reading.Foreign,
            UnconfirmedSince = memory.Health.UnconfirmedSince,
        };
        var context = new FactContext { Layout = layout, Memory = memory, Pods = pods, Connections = connections };
        foreach (var reader in _facts)
        {
            observed = await reader.ReadAsync(context, observed, cancellationToken);
        }

        return new ClusterSnapshot
        {
            Layout = layout,
            Desired = desired,
            Parts = PodParts.Read(cluster.Spec.Pod),
            Connections = connections,
            PodMetadata = [.. pods.Select(pod => pod.Metadata)],
            ClaimMetadata = [.. (await claimsRead).Select(claim => claim.Metadata)],
            Observed = observed,
        };
    }

    private static EtcdDesired Desired(ClusterLayout layout) => new()
    {
        Size = layout.Cluster.Spec.Size,
        Version = EtcdVersion.TryParse(layout.Cluster.Spec.Version, out var version) ? version : EtcdVersion.Default,
        IsPaused = layout.Cluster.Spec.Paused,
        SeedName = PodNames.Seed(layout.Name, layout.Cluster.Metadata.Uid),
        NextName = PodNames.Random(layout.Name),
    };

    private async Task<IReadOnlyList<T>> ListAsync<T>(ResourceKind<T> kind, ClusterLayout layout, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var list = await client.Resource(kind).ListAsync(layout.Namespace, new ListOptions { LabelSelector = layout.Selector }, cancellationToken);
        return [.. list.Items.Where(item => layout.Owns(item.Metadata))];
    }

    private static bool IsDialable(EtcdPod pod) => pod.Status is { PodIP.Length: > 0, Phase: "Running" };

    private static MemberEndpoint Endpoint(ClusterLayout layout, EtcdPod pod) =>
        new(pod.Metadata.Name, pod.Metadata.Uid, new Uri(layout.ClientUrl(pod.Metadata.Name, PodCommand.Tls(pod).ServesClientsByTls)), pod.Status!.PodIP);

    private static PodFacts Facts(EtcdPod pod, EtcdVersion fallback, HashSet<string> claims)
    {
        var container = pod.Status?.ContainerStatuses?.FirstOrDefault(status => status.Name == MemberPod.ContainerName);
        return new PodFacts
        {
            Name = pod.Metadata.Name,
            Version = EtcdVersion.TryParse(pod.Metadata.Annotations?.TryGetValue(ClusterLayout.VersionAnnotation, out var text) == true ? text : null, out var version) ? version : fallback,
            IsDeleting = pod.Metadata.DeletionTimestamp is not null,
            IsFinished = pod.Status?.Phase is "Failed" or "Succeeded",
            IsCrashLooping = container is { State.Waiting.Reason: "CrashLoopBackOff", RestartCount: >= CrashLoopRestarts },
            Tls = PodCommand.Tls(pod),
            IsWaitingForClaim = pod.Status?.Phase is null or "Pending"
                && pod.Spec?.Volumes?.Any(volume => volume.PersistentVolumeClaim is { } claim && !claims.Contains(claim.ClaimName)) == true,
            CreatedAt = pod.Metadata.CreationTimestamp is { } created ? new DateTimeOffset(DateTime.SpecifyKind(created, DateTimeKind.Utc)) : DateTimeOffset.MinValue,
            Node = pod.Spec?.NodeName,
            Problem = PodProblem.Of(pod),
        };
    }

    private static ulong? ClusterId(string? text) =>
        ulong.TryParse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var id) ? id : null;

    private static IEnumerable<KnownMember> KnownMembers(EtcdClusterStatus? status)
    {
        if (status?.MemberStatuses is { Count: > 0 } details)
        {
            return details.Select(member => new KnownMember(member.Name, EtcdVersion.TryParse(member.PodVersion, out var version) ? version : null, member.PeerUrl));
        }

        return (status?.Members?.Ready ?? []).Concat(status?.Members?.Unready ?? []).Select(name => new KnownMember(name, null));
    }
}
