namespace Operon.Generators;

/// <summary>Names of the types that generators look for: they reference none of them.</summary>
internal static class KnownTypes
{
    public const string KubernetesResource = "Operon.Kubernetes.KubernetesResourceAttribute";
    public const string CustomResourceInterface = "Operon.Kubernetes.ICustomResource`1";
    public const string ResourceKinds = "Operon.Kubernetes.ResourceKinds";
    public const string Rbac = "Operon.Kubernetes.RbacAttribute";
    public const string RbacOfType = "Operon.Kubernetes.RbacAttribute`1";
    public const string RbacUrl = "Operon.Kubernetes.RbacUrlAttribute";
    public const string ApplyForm = "Operon.Kubernetes.ApplyFormAttribute`1";
    public const string Reconciler = "Operon.Runtime.Reconciler`1";
    public const string Controller = "Operon.Runtime.ControllerAttribute";
    public const string Owns = "Operon.Runtime.OwnsAttribute`1";
    public const string Watches = "Operon.Runtime.WatchesAttribute`1";
    public const string WatchesByMapper = "Operon.Runtime.WatchesAttribute`2";
    public const string Lister = "Operon.Runtime.ILister`1";
    public const string Informer = "Operon.Runtime.IInformer`1";
}
