using Operon.Etcd.Api;
using Operon.Etcd.Membership;
using Operon.Etcd.Objects;

namespace Operon.Etcd.Reconciling;

/// <summary>Where facts about one cluster come from.</summary>
internal sealed record FactContext
{
    public required ClusterLayout Layout { get; init; }

    public required ClusterMemory Memory { get; init; }

    public required IReadOnlyList<EtcdPod> Pods { get; init; }

    public IReadOnlyList<EtcdClaim> Claims { get; init; } = [];

    /// <summary>A connection for each running pod, by its name.</summary>
    public required IReadOnlyDictionary<string, IMemberConnection> Connections { get; init; }

    /// <summary>What each member that answers says about itself, by its pod's name.</summary>
    public IReadOnlyDictionary<string, MemberState> States { get; init; } = new Dictionary<string, MemberState>();

    /// <summary>Names of the Services of single members.</summary>
    public IReadOnlyList<string> MemberServices { get; init; } = [];

    public EtcdCluster Cluster => Layout.Cluster;
}
