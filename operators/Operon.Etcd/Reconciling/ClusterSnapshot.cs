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

    public EtcdCluster Cluster => Layout.Cluster;
}
