using k8s.Models;
using Operon.Etcd.Planning;

namespace Operon.Etcd.Objects;

/// <summary>
/// Probes that need no shell in the image. Liveness must not depend on quorum, or the kubelet kills the survivors; a TCP connect asks
/// nothing of the cluster and works with every version. Readiness may: <c>/health</c> keeps learners and members without a leader out
/// of the client Service.
/// </summary>
internal static class MemberProbes
{
    public static V1Probe Liveness() => new()
    {
        TcpSocket = new V1TCPSocketAction { Port = ClusterLayout.ClientPort },
        InitialDelaySeconds = 10,
        TimeoutSeconds = 10,
        PeriodSeconds = 60,
        FailureThreshold = 3,
    };

    public static V1Probe Readiness(MemberTls tls, EtcdVersion version)
    {
        var probe = new V1Probe { InitialDelaySeconds = 1, TimeoutSeconds = 5, PeriodSeconds = 5, FailureThreshold = 3 };
        if (tls.Server is null)
        {
            probe.HttpGet = new V1HTTPGetAction { Path = "/health", Port = ClusterLayout.ClientPort };
        }
        else if (MemberArguments.HasMetricsListener(version))
        {
            probe.HttpGet = new V1HTTPGetAction { Path = "/health", Port = ClusterLayout.MetricsPort };
        }
        else
        {
            // 3.2 answers /health only to holders of a client certificate, which the kubelet is not.
            probe.TcpSocket = new V1TCPSocketAction { Port = ClusterLayout.ClientPort };
        }

        return probe;
    }
}
