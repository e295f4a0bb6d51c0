using k8s.Models;
using Operon.Etcd.Api;
using Operon.Etcd.Versions;

namespace Operon.Etcd.Objects;

/// <summary>The pod of one member.</summary>
internal static class MemberPod
{
    public const string ContainerName = "etcd";
    public const string DataVolume = "etcd-data";

    public static V1Pod Build(ClusterLayout layout, MemberPlacement placement, PodParts parts)
    {
        var policy = layout.Cluster.Spec.Pod;
        var metadata = layout.Metadata(placement.Name);
        metadata.Labels = Merge(policy?.Labels, layout.Labels);
        metadata.Labels[ClusterLayout.NodeLabel] = placement.Name;
        metadata.Annotations = Merge(policy?.Annotations, new()
        {
            [ClusterLayout.VersionAnnotation] = placement.Version.ToString(),
            [AppliedAnnotation.Name] = AppliedAnnotation.Of(layout, placement.Version).ToString(),
        });

        var tls = placement.Tls ?? MemberTls.AsAskedFor(layout);
        if (tls.Trust is { } trust && tls is not { Peer: null, Server: null })
        {
            metadata.Annotations[ClusterLayout.TrustAnnotation] = trust;
        }

        var secrets = Secrets(tls);
        if (placement.IsSeed)
        {
            metadata.Annotations[ClusterLayout.StateAnnotation] = "new";
        }

        if (placement.StartsOver)
        {
            metadata.Annotations[ClusterLayout.StartsOverAnnotation] = "true";
        }

        return new V1Pod
        {
            Metadata = metadata,
            Spec = PodTemplate.Over(new V1PodSpec
            {
                Hostname = placement.Name,
                Subdomain = layout.PeerServiceName,
                AutomountServiceAccountToken = false,
                EnableServiceLinks = false,

                // A restart in place keeps an emptyDir; only a lost pod loses it (B6). Starting over happens once: a second time would drop
                // what was not committed the first time.
                RestartPolicy = placement.StartsOver ? "Never" : "Always",
                ReadinessGates = placement.StartsOver ? [new V1PodReadinessGate { ConditionType = ClusterLayout.StartsOverAnnotation }] : null,
                NodeSelector = policy?.NodeSelector,
                Affinity = parts.Affinity ?? MemberSpread.Affinity(layout, parts),
                TopologySpreadConstraints = parts.TopologySpreadConstraints,
                Tolerations = parts.Tolerations,
                PriorityClassName = Given(policy?.PriorityClassName),
                RuntimeClassName = Given(policy?.RuntimeClassName),
                SchedulerName = Given(policy?.SchedulerName),
                ServiceAccountName = Given(policy?.ServiceAccountName),
                ImagePullSecrets = parts.ImagePullSecrets,

                // A leader hands over before it stops, which may take one request and one election (B5).
                TerminationGracePeriodSeconds = policy?.TerminationGracePeriodSeconds,
                SecurityContext = PodSecurity(parts.SecurityContext),
                InitContainers = DnsCheck.Build(layout, placement.Name, policy, parts.Resources) is { } check ? [check] : null,
                Containers = [Container(layout, placement, parts, secrets)],
                Volumes = [Data(layout, placement), .. secrets.Select(Volume)],
            }, parts.Template),
        };
    }

    public static V1SecurityContext Hardened() =>
        new() { AllowPrivilegeEscalation = false, ReadOnlyRootFilesystem = true, Capabilities = new V1Capabilities { Drop = ["ALL"] } };

    private static V1Container Container(ClusterLayout layout, MemberPlacement placement, PodParts parts, List<TlsMount> secrets) => new()
    {
        Name = ContainerName,
        Image = layout.Image(placement.Version),
        Command = ["/usr/local/bin/etcd"],
        Args = MemberArguments.Build(layout, placement),
        Env = Environment(layout, placement, parts),
        Ports =
        [
            new V1ContainerPort { Name = "server", ContainerPort = ClusterLayout.PeerPort, Protocol = "TCP" },
            new V1ContainerPort { Name = "client", ContainerPort = ClusterLayout.ClientPort, Protocol = "TCP" },
            .. Metrics(placement),
        ],

        // What it said last tells why it does not start, to people and to status.
        TerminationMessagePolicy = "FallbackToLogsOnError",
        StartupProbe = MemberProbes.Startup(placement.Version),
        LivenessProbe = MemberProbes.Liveness(placement.Version),
        ReadinessProbe = MemberProbes.Readiness(placement.Tls ?? MemberTls.AsAskedFor(layout), placement.Version),
        Resources = parts.Resources,
        SecurityContext = Hardened(),
        VolumeMounts =
        [
            new V1VolumeMount { Name = DataVolume, MountPath = "/var/etcd" },
            .. secrets.Select(secret => new V1VolumeMount { Name = secret.Name, MountPath = secret.Directory, ReadOnlyProperty = true }),
        ],
    };

    // What the user sets counts; etcd does not start with a variable twice.
    private static List<V1EnvVar>? Environment(ClusterLayout layout, MemberPlacement placement, PodParts parts)
    {
        List<V1EnvVar> all =
        [
            .. parts.EtcdEnv,
            .. MaintenanceFlags.CorruptionChecks(layout.Cluster.Spec, placement.Version)
                .Where(check => !parts.EtcdEnv.Any(variable => variable.Name == check.Key))
                .Select(check => new V1EnvVar { Name = check.Key, Value = check.Value }),
        ];
        if (placement.IsSeed)
        {
            // Read anew at each start of the container: a seed whose directory is emptied later finds no leave to found a second cluster (B2).
            all.Add(new V1EnvVar
            {
                Name = "ETCD_INITIAL_CLUSTER_STATE",
                ValueFrom = new V1EnvVarSource { FieldRef = new V1ObjectFieldSelector { FieldPath = $"metadata.annotations['{ClusterLayout.StateAnnotation}']" } },
            });
        }

        return all.Count == 0 ? null : all;
    }

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

    private static IEnumerable<V1ContainerPort> Metrics(MemberPlacement placement) => VersionFeatures.HasMetricsListener(placement.Version)
        ? [new V1ContainerPort { Name = "metrics", ContainerPort = ClusterLayout.MetricsPort, Protocol = "TCP" }]
        : [];

    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static V1Volume Data(ClusterLayout layout, MemberPlacement placement) => placement.HasClaim
        ? new V1Volume { Name = DataVolume, PersistentVolumeClaim = new V1PersistentVolumeClaimVolumeSource { ClaimName = placement.Name } }
        : new V1Volume { Name = DataVolume, EmptyDir = EmptyDir(layout.Cluster.Spec.Storage) };

    private static V1EmptyDirVolumeSource EmptyDir(StoragePolicy? policy) => new()
    {
        Medium = Given(policy?.Medium),
        SizeLimit = Given(policy?.SizeLimit) is { } limit ? new ResourceQuantity(limit) : null,
    };

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
