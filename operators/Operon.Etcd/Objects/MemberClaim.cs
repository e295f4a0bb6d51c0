using k8s.Models;

namespace Operon.Etcd.Objects;

/// <summary>The claim for the data of one member; it has the pod's name.</summary>
internal static class MemberClaim
{
    public static V1PersistentVolumeClaim Build(ClusterLayout layout, string member, V1PersistentVolumeClaimSpec spec) =>
        new() { Metadata = layout.Metadata(member), Spec = spec };
}
