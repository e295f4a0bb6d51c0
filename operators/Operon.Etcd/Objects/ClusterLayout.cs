using k8s.Models;
using Operon.Etcd.Api;
using Operon.Etcd.Planning;

namespace Operon.Etcd.Objects;

/// <summary>Names, addresses, labels and owner of everything that belongs to one cluster.</summary>
internal sealed class ClusterLayout(EtcdCluster cluster)
{
    public const int ClientPort = 2379;
    public const int PeerPort = 2380;
    public const int MetricsPort = 2381;

    public const string AppLabel = "app";
    public const string ClusterLabel = "etcd_cluster";
    public const string NodeLabel = "etcd_node";
    public const string VersionAnnotation = "etcd.version";
    public const string ClusterUidAnnotation = "etcd.database.coreos.com/cluster-uid";

    /// <summary>On the pod of a seed: <c>new</c> while it may found the cluster, <c>existing</c> once the cluster has an ID.</summary>
    public const string StateAnnotation = "etcd.database.coreos.com/initial-cluster-state";

    /// <summary>On a pod whose image was changed: the container that has to end for it. The kubelet takes its time, and until then it serves.</summary>
    public const string EndingAnnotation = "etcd.database.coreos.com/ending-container";

    /// <summary>On pods made with <c>--force-new-cluster</c>, and the readiness gate that keeps clients away from them.</summary>
    public const string StartsOverAnnotation = "etcd.database.coreos.com/force-new-cluster";

    /// <summary>On claims of members a recovery gave up: kept, never mounted again.</summary>
    public const string FencedLabel = "etcd.database.coreos.com/fenced";

    /// <summary>On member pods: voter or learner.</summary>
    public const string RoleLabel = "etcd.database.coreos.com/role";
    public const string VoterRole = "voter";
    public const string LearnerRole = "learner";

    /// <summary>On the Services of single members.</summary>
    public const string MemberServiceLabel = "etcd.database.coreos.com/member-service";

    /// <summary>On member pods: name of the set of authorities the process read when it started.</summary>
    public const string TrustAnnotation = "etcd.database.coreos.com/trusted-authorities";

    /// <summary>On clusters: any new value starts a rotation of the certificate authority.</summary>
    public const string RotateAnnotation = "etcd.database.coreos.com/rotate-ca";

    /// <summary>Room for a dash and ten characters of a pod name in a 63-character host name.</summary>
    public const int MaxNameLength = 52;

    public EtcdCluster Cluster { get; } = cluster;

    public string Name => Cluster.Metadata.Name;

    public string Namespace => Cluster.Metadata.NamespaceProperty;

    /// <summary>Unique for each time the cluster begins: the object's UID, or that of the restore it was last begun by (B3).</summary>
    public string Incarnation => Cluster.Status?.Restore is { Phase: not ClusterRestorePhase.Stopping } restore ? restore.Uid : Cluster.Metadata.Uid;

    public string ClientServiceName => $"{Name}-client";

    public string PeerServiceName => Name;

    /// <summary>The certificates the spec asks for.</summary>
    public TlsSecrets Secrets { get; } = TlsSecrets.Wanted(cluster);

    /// <summary>The certificates members were given last; on the way back to plaintext some still use them.</summary>
    public TlsSecrets RecordedSecrets { get; } = TlsSecrets.Recorded(cluster);

    public bool HasPeerTls => Secrets.Peer is not null;

    public bool HasClientTls => Secrets.Client is not null;

    public string Selector => $"{AppLabel}=etcd,{ClusterLabel}={Name}";

    public Dictionary<string, string> Labels => new() { [AppLabel] = "etcd", [ClusterLabel] = Name };

    public string Host(string member) => $"{member}.{Name}.{Namespace}.svc{Cluster.Spec.Pod?.ClusterDomain}";

    public string PeerUrl(string member) => PeerUrl(member, HasPeerTls);

    public string PeerUrl(string member, bool isTls) => $"{(isTls ? "https" : "http")}://{Host(member)}:{PeerPort}";

    public string ClientUrl(string member, bool isTls) => $"{(isTls ? "https" : "http")}://{Host(member)}:{ClientPort}";

    public string Repository => string.IsNullOrEmpty(Cluster.Spec.Repository) ? EtcdClusterSpec.DefaultRepository : Cluster.Spec.Repository;

    public bool RetainsClaims => Cluster.Spec.Storage?.DeletePolicy == StoragePolicy.Retain;

    public string Image(EtcdVersion version) => $"{Repository}:v{version}";

    public V1ObjectMeta Metadata(string name) => new()
    {
        Name = name,
        NamespaceProperty = Namespace,
        Labels = Labels,
        OwnerReferences = [Owner()],
    };

    public V1OwnerReference Owner() => new()
    {
        ApiVersion = $"{EtcdCluster.Group}/{EtcdCluster.Version}",
        Kind = EtcdCluster.KindName,
        Name = Name,
        Uid = Cluster.Metadata.Uid,
        Controller = true,
    };

    public bool Owns(V1ObjectMeta metadata) =>
        metadata.OwnerReferences?.Any(owner => owner.Controller == true && owner.Uid == Cluster.Metadata.Uid) == true;

    /// <summary>Claims that outlive the object carry no owner reference; they say whose they are in an annotation.</summary>
    public bool OwnsClaim(V1ObjectMeta metadata) => (Owns(metadata) || IsRetained(metadata)) && !IsFenced(metadata);

    // A claim a recovery gave up is there for people; no rule may mount or delete it.
    private static bool IsFenced(V1ObjectMeta metadata) => metadata.Labels?.ContainsKey(FencedLabel) == true;

    /// <summary>Claims that are being deleted, or whose volume is gone, bring no member back.</summary>
    public bool HoldsData(EtcdClaim claim) => claim.Metadata.DeletionTimestamp is null && claim.Status?.Phase != "Lost" && OwnsClaim(claim.Metadata);

    /// <summary>A claim that an earlier object of this name was told to retain.</summary>
    public bool IsLeftBehind(V1ObjectMeta metadata) =>
        metadata.Annotations?.TryGetValue(ClusterUidAnnotation, out var uid) == true && uid != Cluster.Metadata.Uid && !Owns(metadata);

    public bool IsRetained(V1ObjectMeta metadata) =>
        metadata.Annotations?.TryGetValue(ClusterUidAnnotation, out var uid) == true && uid == Cluster.Metadata.Uid && !Owns(metadata);
}
