using k8s.Models;
using Operon.Etcd.Api;

namespace Operon.Etcd.Objects;

/// <summary>The pod of one member.</summary>
internal static class MemberPod
{
    public const string ContainerName = "etcd";
    private const string DataVolume = "etcd-data";

    public static V1Pod Build(ClusterLayout layout, MemberPlacement placement, PodParts parts)
    {
        var policy = layout.Cluster.Spec.Pod;
        var metadata = layout.Metadata(placement.Name);
        metadata.Labels = Merge(policy?.Labels, layout.Labels);
        metadata.Labels[ClusterLayout.NodeLabel] = placement.Name;
        metadata.Annotations = Merge(policy?.Annotations, new() { [ClusterLayout.VersionAnnotation] = placement.Version.ToString() });

        var tls = placement.Tls ?? MemberTls.AsAskedFor(layout);
        if (tls.Trust is { } trust && tls is not { Peer: null, Server: null })
        {
            metadata.Annotations[ClusterLayout.TrustAnnotation] = trust;
        }

        var secrets = Secrets(tls);
        return new V1Pod
        {
            Metadata = metadata,
            Spec = new V1PodSpec
            {
                Hostname = placement.Name,
                Subdomain = layout.PeerServiceName,
                AutomountServiceAccountToken = false,
                EnableServiceLinks = false,

                // A restart in place keeps an emptyDir; only a lost pod loses it (B6).
                RestartPolicy = "Always",
                NodeSelector = policy?.NodeSelector,
                Affinity = parts.Affinity ?? (policy?.AntiAffinity == true ? OnePerNode(layout) : null),
                Tolerations = parts.Tolerations,
                SecurityContext = PodSecurity(parts.SecurityContext),
                InitContainers = DnsCheck.Build(layout, placement.Name, policy, parts.Resources) is { } check ? [check] : null,
                Containers = [Container(layout, placement, parts, secrets)],
                Volumes = [Data(placement), .. secrets.Select(Volume)],
            },
        };
    }

    public static V1SecurityContext Hardened() =>
        new() { AllowPrivilegeEscalation = false, Capabilities = new V1Capabilities { Drop = ["ALL"] } };

    private static V1Container Container(ClusterLayout layout, MemberPlacement placement, PodParts parts, List<TlsMount> secrets) => new()
    {
        Name = ContainerName,
        Image = layout.Image(placement.Version),
        Command = ["/usr/local/bin/etcd"],
        Args = MemberArguments.Build(layout, placement),
        Env = parts.EtcdEnv.Count == 0 ? null : [.. parts.EtcdEnv],
        Ports =
        [
            new V1ContainerPort { Name = "server", ContainerPort = ClusterLayout.PeerPort, Protocol = "TCP" },
            new V1ContainerPort { Name = "client", ContainerPort = ClusterLayout.ClientPort, Protocol = "TCP" },
        ],
        LivenessProbe = MemberProbes.Liveness(),
        ReadinessProbe = MemberProbes.Readiness(placement.Tls ?? MemberTls.AsAskedFor(layout), placement.Version),
        Resources = parts.Resources,
        SecurityContext = Hardened(),
        VolumeMounts =
        [
            new V1VolumeMount { Name = DataVolume, MountPath = "/var/etcd" },
            .. secrets.Select(secret => new V1VolumeMount { Name = secret.Name, MountPath = secret.Directory, ReadOnlyProperty = true }),
        ],
    };

    private static List<TlsMount> Secrets(MemberTls tls)
    {
        List<TlsMount> mounts = [];
        if (tls.Peer is { } peer)
        {
            mounts.Add(new TlsMount("member-peer-tls", peer, MemberArguments.PeerTlsDirectory, "peer", "peer-ca"));
        }

        if (tls.Server is { } server)
        {
            mounts.Add(new TlsMount("member-server-tls", server, MemberArguments.ServerTlsDirectory, "server", "server-ca"));
        }

        if (tls.Client is { } client)
        {
            mounts.Add(new TlsMount("etcd-client-tls", client, MemberArguments.OperatorTlsDirectory, "etcd-client", "etcd-client-ca"));
        }

        return mounts;
    }

    private static V1Volume Data(MemberPlacement placement) => placement.HasClaim
        ? new V1Volume { Name = DataVolume, PersistentVolumeClaim = new V1PersistentVolumeClaimVolumeSource { ClaimName = placement.Name } }
        : new V1Volume { Name = DataVolume, EmptyDir = new V1EmptyDirVolumeSource() };

    private static V1Volume Volume(TlsMount mount)
    {
        var source = new V1SecretVolumeSource { SecretName = mount.Secret.Name };
        if (mount.Secret.CertificateKey != $"{mount.Pair}.crt")
        {
            source.Items =
            [
                new V1KeyToPath { Key = mount.Secret.CertificateKey, Path = $"{mount.Pair}.crt" },
                new V1KeyToPath { Key = mount.Secret.PrivateKeyKey, Path = $"{mount.Pair}.key" },
                new V1KeyToPath { Key = mount.Secret.AuthorityKey, Path = $"{mount.Authority}.crt" },
            ];
        }

        return new V1Volume { Name = mount.Name, Secret = source };
    }

    // Non-root is not forced: the official images run as root.
    private static V1PodSecurityContext PodSecurity(V1PodSecurityContext? asked)
    {
        var context = asked ?? new V1PodSecurityContext();
        context.SeccompProfile ??= new V1SeccompProfile { Type = "RuntimeDefault" };
        return context;
    }

    private static V1Affinity OnePerNode(ClusterLayout layout) => new()
    {
        PodAntiAffinity = new V1PodAntiAffinity
        {
            RequiredDuringSchedulingIgnoredDuringExecution =
            [
                new V1PodAffinityTerm
                {
                    TopologyKey = "kubernetes.io/hostname",
                    LabelSelector = new V1LabelSelector { MatchLabels = new Dictionary<string, string> { [ClusterLayout.ClusterLabel] = layout.Name } },
                },
            ],
        },
    };

    private static Dictionary<string, string> Merge(Dictionary<string, string>? user, Dictionary<string, string> own)
    {
        var merged = user is null ? [] : new Dictionary<string, string>(user);
        foreach (var (key, value) in own)
        {
            merged[key] = value;
        }

        return merged;
    }

    private sealed record TlsMount(string Name, TlsSecret Secret, string Directory, string Pair, string Authority);
}
