using Operon.Kubernetes;

namespace Operon.Etcd.Api;

/// <summary>The resources the operator reads in its own representations.</summary>
internal static class EtcdKinds
{
    public static ResourceKind<EtcdCluster> Cluster { get; } = new(
        new ResourceType(EtcdCluster.Group, EtcdCluster.Version, EtcdCluster.KindName, EtcdCluster.Plural, IsNamespaced: true),
        KubernetesJson.TypeInfo<EtcdCluster>(EtcdJson.Default));

    public static ResourceKind<EtcdBackup> Backup { get; } = new(
        new ResourceType(EtcdCluster.Group, EtcdCluster.Version, EtcdBackup.KindName, EtcdBackup.Plural, IsNamespaced: true),
        KubernetesJson.TypeInfo<EtcdBackup>(EtcdJson.Default));

    public static ResourceKind<EtcdRestore> Restore { get; } = new(
        new ResourceType(EtcdCluster.Group, EtcdCluster.Version, EtcdRestore.KindName, EtcdRestore.Plural, IsNamespaced: true),
        KubernetesJson.TypeInfo<EtcdRestore>(EtcdJson.Default));

    public static ResourceKind<EtcdClaim> Claim { get; } = new(ResourceKinds.PersistentVolumeClaim.Type, KubernetesJson.TypeInfo<EtcdClaim>(EtcdJson.Default));

    public static ResourceKind<EtcdNode> Node { get; } = new(ResourceKinds.Node.Type, KubernetesJson.TypeInfo<EtcdNode>(EtcdJson.Default));

    public static ResourceKind<EtcdPod> Pod { get; } = new(ResourceKinds.Pod.Type, KubernetesJson.TypeInfo<EtcdPod>(EtcdJson.Default));

    public static ResourceKind<EtcdUser> User { get; } = new(
        new ResourceType(EtcdCluster.Group, EtcdCluster.Version, "EtcdUser", "etcdusers", IsNamespaced: true),
        KubernetesJson.TypeInfo<EtcdUser>(EtcdJson.Default));

    public static ResourceKind<EtcdRole> Role { get; } = new(
        new ResourceType(EtcdCluster.Group, EtcdCluster.Version, "EtcdRole", "etcdroles", IsNamespaced: true),
        KubernetesJson.TypeInfo<EtcdRole>(EtcdJson.Default));
}
