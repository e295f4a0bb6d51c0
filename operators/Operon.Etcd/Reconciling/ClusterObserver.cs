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
internal sealed class ClusterObserver(IKubernetesClient client, AutoCertificates certificates, string operatorNamespace, TimeProvider time)
{
    // In this order; each sees what those before it found.
    private readonly IFactReader[] _facts =
    [
        new RepairReader(),
        new NodeReader(client, time),
        new TlsFactReader(client, certificates, time),
        new AuthFactReader(new AuthUsers(client)),
        new RecoveryFactReader(),
        new MaintenanceFactReader(),
        new SupportReader(client, operatorNamespace, time),
        new LeaderTransferReader(),
        new RestoreFactReader(),
        new UpgradeBackupReader(client),
    ];

    private readonly OperatorCertificate _certificate = new(client);
    private readonly AuthUsers _users = new(client);

    public async Task<ClusterSnapshot> ObserveAsync(EtcdCluster cluster, ClusterMemory memory, CancellationToken cancellationToken)
    {
        var layout = new ClusterLayout(cluster);
        var podsRead = ListAsync(EtcdKinds.Pod, layout, cancellationToken);
        var servicesRead = ListAsync(ResourceKinds.Metadata(ResourceKinds.Service.Type), layout, cancellationToken);
        var claimsRead = ListAsync(EtcdKinds.Claim, layout, cancellationToken);
        var certificatesRead = _certificate.ReadAsync(layout, cancellationToken);
        await Task.WhenAll(podsRead, servicesRead, claimsRead, certificatesRead);

        var pods = (await podsRead).Where(pod => layout.Owns(pod.Metadata)).ToList();
        var serviceObjects = (await servicesRead).Where(service => layout.Owns(service.Metadata)).ToList();
        var services = serviceObjects.Select(service => service.Metadata.Name).ToHashSet();
        var listed = await claimsRead;
        var allClaims = listed.Where(claim => layout.OwnsClaim(claim.Metadata)).ToList();
        var claims = allClaims.Where(layout.HoldsData).Select(claim => claim.Metadata.Name).ToHashSet();
        var shown = await certificatesRead;
        var users = await _users.ReadAsync(layout, cancellationToken);
        var connections = memory.Connections.Update(pods.Where(IsDialable).Select(pod => Endpoint(layout, pod)).Where(endpoint => endpoint.ClientUrl.Scheme == Uri.UriSchemeHttp || shown is not null), shown, users.All);
        foreach (var pod in pods)
        {
            if (PodReading.ContainerId(pod) is { } container)
            {
                memory.Health.NoteContainer(pod.Metadata.Name, container);
            }
        }

        var reading = await MembershipReader.ReadAsync(connections, memory.Health, time, cancellationToken);
        var parts = PodParts.Read(cluster.Spec.Pod);
        var desired = Desired(layout, parts);
        var observed = new EtcdObserved
        {
            Now = time.GetUtcNow(),
            HasServices = services.Contains(layout.ClientServiceName) && services.Contains(layout.PeerServiceName),
            RecordedClusterId = ClusterId(cluster.Status?.ClusterId),
            HasFormed = cluster.Status?.ClusterId is not null || cluster.Status?.Phase == ClusterPhase.Running,
            CurrentVersion = EtcdVersion.TryParse(cluster.Status?.CurrentVersion, out var current) ? current : null,
            CurrentConfig = cluster.Status?.CurrentConfig,
            Pods = [.. pods.Select(pod => PodReading.Facts(layout, pod, desired.Version, claims)).OrderBy(pod => pod.CreatedAt).ThenBy(pod => pod.Name, StringComparer.Ordinal)],
            Claims = claims,
            RetainedClaims = [.. listed.Where(claim => layout.IsLeftBehind(claim.Metadata)).Select(claim => claim.Metadata.Name).Order(StringComparer.Ordinal)],
            ClaimDetails = [.. allClaims.Select(claim => ClaimReading.Facts(layout, claim, memory)).OrderBy(claim => claim.Name, StringComparer.Ordinal)],
            LastKnownMembers = [.. KnownMembers(cluster.Status)],
            Membership = reading.Membership,
            ForeignMembers = reading.Foreign,
            UnconfirmedSince = memory.Health.UnconfirmedSince,
        };
        var context = new FactContext
        {
            Layout = layout,
            Memory = memory,
            Pods = pods,
            Claims = allClaims,
            Connections = connections,
            States = reading.States,
            MemberServices = [.. serviceObjects.Where(service => service.Metadata.Labels?.ContainsKey(ClusterLayout.MemberServiceLabel) == true).Select(service => service.Metadata.Name)],
        };
        foreach (var reader in _facts)
        {
            observed = await reader.ReadAsync(context, observed, cancellationToken);
        }

        return new ClusterSnapshot
        {
            Layout = layout,
            Support = memory.Support,
            Desired = desired,
            Parts = parts,
            Connections = connections,
            Growth = memory.Growth,
            PodMetadata = [.. pods.Select(pod => pod.Metadata)],
            ClaimMetadata = [.. allClaims.Select(claim => claim.Metadata)],
            Observed = observed,
        };
    }

    private static EtcdDesired Desired(ClusterLayout layout, PodParts parts) => new()
    {
        Size = layout.Cluster.Spec.Size,
        Version = EtcdVersion.TryParse(layout.Cluster.Spec.Version, out var version) ? version : EtcdVersion.Default,
        IsPaused = layout.Cluster.Spec.Paused,
        IsUpgradePaused = layout.Cluster.Spec.Upgrade?.Paused == true,
        Config = PodSpecHash.Of(layout.Cluster.Spec),
        Repository = layout.Repository,
        WantsClaims = parts.Claim is not null,
        StorageRequest = StorageValidation.Requested(parts.Claim),
        RetainsClaims = layout.RetainsClaims,
        ProgressDeadline = TimeSpan.FromSeconds(layout.Cluster.Spec.ProgressDeadlineSeconds ?? 600),
        SeedName = PodNames.Seed(layout.Name, layout.Incarnation),
        NextName = PodNames.Random(layout.Name),
    };

    private async Task<IReadOnlyList<T>> ListAsync<T>(ResourceKind<T> kind, ClusterLayout layout, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var list = await client.Resource(kind).ListAsync(layout.Namespace, new ListOptions { LabelSelector = layout.Selector }, cancellationToken);
        return [.. list.Items];
    }

    private static bool IsDialable(EtcdPod pod) => pod.Status is { PodIP.Length: > 0, Phase: "Running" };

    private static MemberEndpoint Endpoint(ClusterLayout layout, EtcdPod pod) =>
        new(pod.Metadata.Name, pod.Metadata.Uid, new Uri(layout.ClientUrl(pod.Metadata.Name, PodCommand.Tls(pod).ServesClientsByTls)), pod.Status!.PodIP);

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
