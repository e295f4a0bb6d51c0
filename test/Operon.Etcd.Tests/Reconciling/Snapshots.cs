using Operon.Etcd.Api;
using Operon.Etcd.Objects;
using Operon.Etcd.Planning;
using Operon.Etcd.Reconciling;
using Operon.Etcd.Tests.Objects;
using Operon.Etcd.Tests.Planning;

namespace Operon.Etcd.Tests.Reconciling;

/// <summary>Snapshots of the example cluster from facts, and the status that follows from them.</summary>
internal static class Snapshots
{
    public static ClusterSnapshot Of(EtcdObserved observed, EtcdClusterStatus? before = null, IDictionary<string, string>? annotations = null)
    {
        var cluster = Clusters.Example() with { Status = before };
        cluster.Metadata.Annotations = annotations;
        return new ClusterSnapshot
        {
            Layout = new ClusterLayout(cluster),
            Desired = Facts.Desired(),
            Observed = observed,
            Parts = new PodParts(),
            Connections = new Dictionary<string, Etcd.Membership.IMemberConnection>(),
        };
    }

    public static EtcdClusterStatus Status(EtcdObserved observed, EtcdAction? action = null, EtcdClusterStatus? before = null) =>
        StatusBuilder.Build(Of(observed, before), action ?? EtcdPlanner.NextAction(Facts.Desired(), observed));

    public static (string Status, string? Reason) Condition(this EtcdClusterStatus status, string type)
    {
        var found = status.Conditions!.Single(condition => condition.Type == type);
        return (found.Status, found.Reason);
    }
}
