using Operon.Etcd.Api;

namespace Operon.Etcd.Reconciling;

/// <summary>Which objects this operator takes care of: the annotated ones when it works cluster-wide, all others when it does not.</summary>
internal sealed record ClusterScope(bool IsClusterWide)
{
    private const string Annotation = "etcd.database.coreos.com/scope";

    public bool Covers(EtcdCluster cluster)
    {
        string? scope = null;
        cluster.Metadata.Annotations?.TryGetValue(Annotation, out scope);
        return IsClusterWide ? scope == "clusterwide" : string.IsNullOrEmpty(scope);
    }
}
