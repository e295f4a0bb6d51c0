using Grpc.Core;
using k8s.Models;
using Operon.Etcd.Api;
using Operon.Etcd.Membership;
using Operon.Etcd.Objects;
using Operon.Etcd.Planning;

namespace Operon.Etcd.Reconciling;

/// <summary>One cluster as it is now, with what is needed to act on it.</summary>
internal sealed record ClusterSnapshot
{
    public required ClusterLayout Layout { get; init; }

    public required EtcdDesired Desired { get; init; }

    public required EtcdObserved Observed { get; init; }

    public required PodParts Parts { get; init; }

    public required IReadOnlyDictionary<string, IMemberConnection> Connections { get; init; }

    public GrowthRefusals Growth { get; init; } = new(TimeProvider.System);

    /// <summary>Metadata of the pods and claims this snapshot was made from.</summary>
    public IReadOnlyList<V1ObjectMeta> PodMetadata { get; init; } = [];

    public IReadOnlyList<V1ObjectMeta> ClaimMetadata { get; init; } = [];

    public V1ObjectMeta? Pod(string name) => PodMetadata.FirstOrDefault(pod => pod.Name == name);

    public V1ObjectMeta? Claim(string name) => ClaimMetadata.FirstOrDefault(claim => claim.Name == name);

    /// <summary>Null where nothing is remembered.</summary>
    public SupportMemory? Support { get; init; }

    public EtcdCluster Cluster => Layout.Cluster;

    /// <summary>Every change goes to the leader: it alone knows who is connected, and it alone can hand leadership over. Throws when it is not known.</summary>
    public IMemberConnection LeaderConnection => Observed.Membership?.Leader is { } leader && Connections.TryGetValue(leader.Name, out var connection)
        ? connection
        : throw new RpcException(new Status(StatusCode.Unavailable, "no connection to the leader"));
}
