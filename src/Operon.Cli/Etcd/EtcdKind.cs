using Operon.Kubernetes;

namespace Operon.Cli.Etcd;

/// <summary>The kinds of the etcd operator as the command sees them: whatever fields the cluster's definitions have.</summary>
internal static class EtcdKind
{
    public const string Group = "etcd.database.coreos.com";
    public const string Version = "v1beta2";

    public static ResourceKind<UntypedObject> Cluster { get; } = Of("EtcdCluster", "etcdclusters");

    public static ResourceKind<UntypedObject> Backup { get; } = Of("EtcdBackup", "etcdbackups");

    public static ResourceKind<UntypedObject> Restore { get; } = Of("EtcdRestore", "etcdrestores");

    private static ResourceKind<UntypedObject> Of(string kind, string plural) => ResourceKinds.Untyped(new ResourceType(Group, Version, kind, plural, IsNamespaced: true));
}
