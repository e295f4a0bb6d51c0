using k8s;
using k8s.Models;

namespace Operon.Etcd.Reconciling;

/// <summary>Which objects this operator takes care of: the annotated ones when it works cluster-wide, all others when it does not.</summary>
internal sealed record ClusterScope(bool IsClusterWide)
{
    private const string Annotation = "etcd.database.coreos.com/scope";

    public bool Covers(IKubernetesObject<V1ObjectMeta> resource)
    {
        string? scope = null;
        resource.Metadata.Annotations?.TryGetValue(Annotation, out scope);
        return IsClusterWide ? scope == "clusterwide" : string.IsNullOrEmpty(scope);
    }
}
