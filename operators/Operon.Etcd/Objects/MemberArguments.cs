using Operon.Etcd.Api;
using Operon.Etcd.Planning;
using Operon.Etcd.Versions;

namespace Operon.Etcd.Objects;

/// <summary>The command line of one etcd process.</summary>
internal static class MemberArguments
{
    public const string DataDirectory = "/var/etcd/data";
    public const string PeerTlsDirectory = "/etc/etcdtls/member/peer-tls";
    public const string ServerTlsDirectory = "/etc/etcdtls/member/server-tls";
    public const string OperatorTlsDirectory = "/etc/etcdtls/operator/etcd-tls";

    public static List<string> Build(ClusterLayout layout, MemberPlacement placement)
    {
        var member = placement.Name;
        var tls = placement.Tls ?? MemberTls.AsAskedFor(layout);
        var peerScheme = tls.ListensToPeersByTls ? "https" : "http";
        var clientScheme = tls.Server is null ? "http" : "https";
        List<string> arguments =
        [
            $"--data-dir={DataDirectory}",
            $"--name={member}",
            $"--initial-advertise-peer-urls={layout.PeerUrl(member, tls.ListensToPeersByTls)}",
            $"--listen-peer-urls={peerScheme}://0.0.0.0:{ClusterLayout.PeerPort}",
            $"--listen-client-urls={clientScheme}://0.0.0.0:{ClusterLayout.ClientPort}",
            $"--advertise-client-urls={layout.ClientUrl(member, tls.Server is not null)}",
            $"--initial-cluster={string.Join(',', placement.InitialCluster.Select(entry => $"{entry.Key}={entry.Value}"))}",
        ];
        if (!placement.IsSeed)
        {
            arguments.Add("--initial-cluster-state=existing");
        }
        else
        {
            // Whether it may found a cluster is a variable that the operator can take back (MemberPod): an argument stays for the life of the pod.
            // One token per incarnation of the object keeps members of an earlier one out (B3).
            arguments.Add($"--initial-cluster-token={layout.Incarnation}");
        }

        if (tls.Peer is not null)
        {
            arguments.AddRange(
            [
                "--peer-client-cert-auth=true",
                $"--peer-trusted-ca-file={PeerTlsDirectory}/peer-ca.crt",
                $"--peer-cert-file={PeerTlsDirectory}/peer.crt",
                $"--peer-key-file={PeerTlsDirectory}/peer.key",
            ]);

            // One authority signs for peers and clients: without this a client's certificate would open the peers' port.
            if (tls.PeerName is { } name && VersionFeatures.HasMetricsListener(placement.Version))
            {
                arguments.Add($"--peer-cert-allowed-cn={name}");
            }
        }

        if (tls.Server is not null)
        {
            arguments.AddRange(
            [
                "--client-cert-auth=true",
                $"--trusted-ca-file={ServerTlsDirectory}/server-ca.crt",
                $"--cert-file={ServerTlsDirectory}/server.crt",
                $"--key-file={ServerTlsDirectory}/server.key",
            ]);
        }

        if (VersionFeatures.HasMetricsListener(placement.Version))
        {
            // The kubelet and Prometheus hold no client certificate, and this listener answers before the member has found a leader.
            arguments.Add($"--listen-metrics-urls=http://0.0.0.0:{ClusterLayout.MetricsPort}");
        }

        arguments.AddRange(OptionRendering.Render(Options(layout.Cluster.Spec), placement.Version));
        if (placement.StartsOver)
        {
            arguments.Add("--force-new-cluster");
        }

        return arguments;
    }

    /// <summary>Everything in the spec that becomes a flag whose name depends on the version.</summary>
    public static IReadOnlyDictionary<string, string> Options(EtcdClusterSpec spec) => MaintenanceFlags.With(spec.Options ?? [], spec);

    /// <summary>Whether a pod that was made for one version can run another one by a change of its image alone.</summary>
    public static bool Starts(EtcdClusterSpec spec, EtcdVersion made, EtcdVersion runs) =>
        OptionRendering.Starts(Options(spec), made, runs)
        && (!VersionFeatures.HasLivez(made) || VersionFeatures.HasLivez(runs))
        && (!VersionFeatures.HasMetricsListener(made) || VersionFeatures.HasMetricsListener(runs));
}
