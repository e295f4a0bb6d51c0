using System.Globalization;
using k8s.Models;
using Operon.Etcd.Api;

namespace Operon.Etcd.Objects;

/// <summary>
/// The check-dns init container. etcd resolves peers again and again by itself, so the wait is only added for manifests that
/// ask for it: every pod would else depend on one more image.
/// </summary>
internal static class DnsCheck
{
    private const string DefaultImage = "busybox:1.28.0-glibc";

    public static V1Container? Build(ClusterLayout layout, string member, PodPolicy? policy, V1ResourceRequirements? resources)
    {
        if (string.IsNullOrEmpty(policy?.BusyboxImage) && policy?.DnsTimeoutInSecond is null)
        {
            return null;
        }

        var seconds = (policy.DnsTimeoutInSecond ?? 0).ToString(CultureInfo.InvariantCulture);
        return new V1Container
        {
            Name = "check-dns",
            Image = string.IsNullOrEmpty(policy.BusyboxImage) ? DefaultImage : policy.BusyboxImage,
            Command =
            [
                "/bin/sh",
                "-c",
                "left=$2; until nslookup \"$1\"; do if [ \"$2\" -gt 0 ]; then left=$((left-1)); [ \"$left\" -gt 0 ] || exit 1; fi; sleep 1; done",
                "check-dns",
                layout.Host(member),
                seconds,
            ],
            Resources = resources,
            SecurityContext = MemberPod.Hardened(),
        };
    }
}
