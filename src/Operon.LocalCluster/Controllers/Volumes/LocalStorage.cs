namespace Operon.LocalCluster.Controllers.Volumes;

/// <summary>The storage class of the local cluster: a folder per volume.</summary>
internal static class LocalStorage
{
    public const string ClassName = "standard";
    public const string Provisioner = "operon.dev/local-path";
    public const string DefaultClass = "storageclass.kubernetes.io/is-default-class";
    public const string ProvisionedBy = "pv.kubernetes.io/provisioned-by";
    public const string BoundByController = "pv.kubernetes.io/bound-by-controller";
    public const string BindCompleted = "pv.kubernetes.io/bind-completed";
    public const string SelectedNode = "volume.kubernetes.io/selected-node";
    public const string StorageProvisioner = "volume.kubernetes.io/storage-provisioner";
    public const string ClaimProtection = "kubernetes.io/pvc-protection";
    public const string VolumeProtection = "kubernetes.io/pv-protection";
    public const string Hostname = "kubernetes.io/hostname";
}
