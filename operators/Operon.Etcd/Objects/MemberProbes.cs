using k8s.Models;
using Operon.Etcd.Planning;
using Operon.Etcd.Versions;

namespace Operon.Etcd.Objects;

/// <summary>
/// Probes that need no shell in the image. Start and liveness must not depend on the quorum, or the kubelet kills the survivors: <c>/livez</c> is a
/// local read, on the listener that answers without a leader and without certificates; a TCP connect where it does not exist. Readiness may:
/// it keeps learners and members without a leader out of the client Service.
/// </summary>
internal static class MemberProbes
{
    // A full database still serves reads and deletions: with every member out of the Service nobody could make room. Versions that do not know the
    // parameter ignore it.
    private const string Health = "/health?exclude=NOSPACE";

    /// <summary>A member that replays a long log is not killed before half an hour.</summary>
    public static V1Probe? Startup(EtcdVersion version)
    {
        if (!VersionFeatures.HasLivez(version))
        {
            return null;
        }

        return new V1Probe { HttpGet = Http("/livez"), PeriodSeconds = 5, TimeoutSeconds = 5, FailureThreshold = 360 };
    }

    public static V1Probe Liveness(EtcdVersion version)
    {
        var probe = new V1Probe { InitialDelaySeconds = 10, TimeoutSeconds = 10, PeriodSeconds = 60, FailureThreshold = 3 };
        if (VersionFeatures.HasLivez(version))
        {
            probe.HttpGet = Http("/livez");
        }
        else
        {
            probe.TcpSocket = new V1TCPSocketAction { Port = ClusterLayout.ClientPort };
        }

        return probe;
    }

    public static V1Probe Readiness(MemberTls tls, EtcdVersion version)
    {
        var probe = new V1Probe { InitialDelaySeconds = 1, TimeoutSeconds = 5, PeriodSeconds = 5, FailureThreshold = 3 };
        if (VersionFeatures.HasMetricsListener(version))
        {
            probe.HttpGet = Http(VersionFeatures.HasLivez(version) ? "/readyz" : Health);
        }
        else if (tls.Server is null)
        {
            probe.HttpGet = new V1HTTPGetAction { Path = Health, Port = ClusterLayout.ClientPort };
        }
        else
        {
            // 3.2 answers /health only to holders of a client certificate, which the kubelet is not.
            probe.TcpSocket = new V1TCPSocketAction { Port = ClusterLayout.ClientPort };
        }

        return probe;
    }

    private static V1HTTPGetAction Http(string path) => new() { Path = path, Port = ClusterLayout.MetricsPort };
}
