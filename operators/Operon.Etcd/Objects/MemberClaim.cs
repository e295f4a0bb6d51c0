using k8s.Models;

namespace Operon.Etcd.Objects;

/// <summary>The claim for the data of one member; it has the pod's name.</summary>
internal static class MemberClaim
{
    public static V1PersistentVolumeClaim Build(ClusterLayout layout, string member, V1PersistentVolumeClaimSpec spec)
    {
        var metadata = layout.Metadata(member);
        metadata.Annotations = new Dictionary<string, string> { [ClusterLayout.ClusterUidAnnotation] = layout.Cluster.Metadata.Uid };
        if (layout.RetainsClaims)
        {
            metadata.OwnerReferences = null;
        }

        return new() { Metadata = metadata, Spec = spec };
    }
}
