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

    /// <summary>On member pods: name of the set of authorities the process read when it started.</summary>
    public const string TrustAnnotation = "etcd.database.coreos.com/trusted-authorities";

    /// <summary>On clusters: any new value starts a rotation of the certificate authority.</summary>
    public const string RotateAnnotation = "etcd.database.coreos.com/rotate-ca";

    /// <summary>Room for a dash and ten characters of a pod name in a 63-character host name.</summary>
    public const int MaxNameLength = 52;

    public EtcdCluster Cluster { get; } = cluster;

    public string Name => Cluster.Metadata.Name;

    public string Namespace => Cluster.Metadata.NamespaceProperty;

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

    public string Image(EtcdVersion version) =>
        $"{(string.IsNullOrEmpty(Cluster.Spec.Repository) ? EtcdClusterSpec.DefaultRepository : Cluster.Spec.Repository)}:v{version}";

    public V1ObjectMeta Metadata(string name) => new()
    {
        Name = name,
        NamespaceProperty = Namespace,
        Labels = Labels,
        OwnerReferences =
        [
            new V1OwnerReference
            {
                ApiVersion = $"{EtcdCluster.Group}/{EtcdCluster.Version}",
                Kind = EtcdCluster.KindName,
                Name = Name,
                Uid = Cluster.Metadata.Uid,
                Controller = true,
            },
        ],
    };

    public bool Owns(V1ObjectMeta metadata) =>
        metadata.OwnerReferences?.Any(owner => owner.Controller == true && owner.Uid == Cluster.Metadata.Uid) == true;
}
