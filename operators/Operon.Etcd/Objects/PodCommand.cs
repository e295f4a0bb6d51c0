using Operon.Etcd.Api;
using Operon.Etcd.Planning;

namespace Operon.Etcd.Objects;

/// <summary>Reads from a pod what its etcd was told.</summary>
internal static class PodCommand
{
    public static PodTls Tls(EtcdPod pod) => PodTls.Read(
        pod.Spec?.Containers?.FirstOrDefault(container => container.Name == MemberPod.ContainerName)?.Args ?? [],
        pod.Metadata.Annotations?.TryGetValue(ClusterLayout.TrustAnnotation, out var trust) == true ? trust : null);
}
