using System.Text.Json.Serialization.Metadata;
using k8s;
using k8s.Models;

namespace Operon.Kubernetes;

/// <summary>The built-in kinds with their official models, and two representations that fit any kind.</summary>
public static class ResourceKinds
{
    /// <summary><c>Pod</c> of <c>v1</c>.</summary>
    public static ResourceKind<V1Pod> Pod { get; } = Of<V1Pod>("", "v1", "Pod", "pods", isNamespaced: true);

    /// <summary><c>Service</c> of <c>v1</c>.</summary>
    public static ResourceKind<V1Service> Service { get; } = Of<V1Service>("", "v1", "Service", "services", isNamespaced: true);

    /// <summary><c>Endpoints</c> of <c>v1</c>.</summary>
    public static ResourceKind<V1Endpoints> Endpoints { get; } = Of<V1Endpoints>("", "v1", "Endpoints", "endpoints", isNamespaced: true);

    /// <summary><c>ConfigMap</c> of <c>v1</c>.</summary>
    public static ResourceKind<V1ConfigMap> ConfigMap { get; } = Of<V1ConfigMap>("", "v1", "ConfigMap", "configmaps", isNamespaced: true);

    /// <summary><c>Secret</c> of <c>v1</c>.</summary>
    public static ResourceKind<V1Secret> Secret { get; } = Of<V1Secret>("", "v1", "Secret", "secrets", isNamespaced: true);

    /// <summary><c>Namespace</c> of <c>v1</c>.</summary>
    public static ResourceKind<V1Namespace> Namespace { get; } = Of<V1Namespace>("", "v1", "Namespace", "namespaces", isNamespaced: false);

    /// <summary><c>Node</c> of <c>v1</c>.</summary>
    public static ResourceKind<V1Node> Node { get; } = Of<V1Node>("", "v1", "Node", "nodes", isNamespaced: false);

    /// <summary><c>Event</c> of <c>v1</c>.</summary>
    public static ResourceKind<Corev1Event> Event { get; } = Of<Corev1Event>("", "v1", "Event", "events", isNamespaced: true);

    /// <summary><c>PersistentVolume</c> of <c>v1</c>.</summary>
    public static ResourceKind<V1PersistentVolume> PersistentVolume { get; } = Of<V1PersistentVolume>("", "v1", "PersistentVolume", "persistentvolumes", isNamespaced: false);

    /// <summary><c>PersistentVolumeClaim</c> of <c>v1</c>.</summary>
    public static ResourceKind<V1PersistentVolumeClaim> PersistentVolumeClaim { get; } = Of<V1PersistentVolumeClaim>("", "v1", "PersistentVolumeClaim", "persistentvolumeclaims", isNamespaced: true);

    /// <summary><c>ServiceAccount</c> of <c>v1</c>.</summary>
    public static ResourceKind<V1ServiceAccount> ServiceAccount { get; } = Of<V1ServiceAccount>("", "v1", "ServiceAccount", "serviceaccounts", isNamespaced: true);

    /// <summary><c>ReplicationController</c> of <c>v1</c>.</summary>
    public static ResourceKind<V1ReplicationController> ReplicationController { get; } = Of<V1ReplicationController>("", "v1", "ReplicationController", "replicationcontrollers", isNamespaced: true);

    /// <summary><c>LimitRange</c> of <c>v1</c>.</summary>
    public static ResourceKind<V1LimitRange> LimitRange { get; } = Of<V1LimitRange>("", "v1", "LimitRange", "limitranges", isNamespaced: true);

    /// <summary><c>ResourceQuota</c> of <c>v1</c>.</summary>
    public static ResourceKind<V1ResourceQuota> ResourceQuota { get; } = Of<V1ResourceQuota>("", "v1", "ResourceQuota", "resourcequotas", isNamespaced: true);

    /// <summary><c>Deployment</c> of <c>apps/v1</c>.</summary>
    public static ResourceKind<V1Deployment> Deployment { get; } = Of<V1Deployment>("apps", "v1", "Deployment", "deployments", isNamespaced: true);

    /// <summary><c>ReplicaSet</c> of <c>apps/v1</c>.</summary>
    public static ResourceKind<V1ReplicaSet> ReplicaSet { get; } = Of<V1ReplicaSet>("apps", "v1", "ReplicaSet", "replicasets", isNamespaced: true);

    /// <summary><c>StatefulSet</c> of <c>apps/v1</c>.</summary>
    public static ResourceKind<V1StatefulSet> StatefulSet { get; } = Of<V1StatefulSet>("apps", "v1", "StatefulSet", "statefulsets", isNamespaced: true);

    /// <summary><c>DaemonSet</c> of <c>apps/v1</c>.</summary>
    public static ResourceKind<V1DaemonSet> DaemonSet { get; } = Of<V1DaemonSet>("apps", "v1", "DaemonSet", "daemonsets", isNamespaced: true);

    /// <summary><c>ControllerRevision</c> of <c>apps/v1</c>.</summary>
    public static ResourceKind<V1ControllerRevision> ControllerRevision { get; } = Of<V1ControllerRevision>("apps", "v1", "ControllerRevision", "controllerrevisions", isNamespaced: true);

    /// <summary><c>Job</c> of <c>batch/v1</c>.</summary>
    public static ResourceKind<V1Job> Job { get; } = Of<V1Job>("batch", "v1", "Job", "jobs", isNamespaced: true);

    /// <summary><c>CronJob</c> of <c>batch/v1</c>.</summary>
    public static ResourceKind<V1CronJob> CronJob { get; } = Of<V1CronJob>("batch", "v1", "CronJob", "cronjobs", isNamespaced: true);

    /// <summary><c>Role</c> of <c>rbac.authorization.k8s.io/v1</c>.</summary>
    public static ResourceKind<V1Role> Role { get; } = Of<V1Role>("rbac.authorization.k8s.io", "v1", "Role", "roles", isNamespaced: true);

    /// <summary><c>RoleBinding</c> of <c>rbac.authorization.k8s.io/v1</c>.</summary>
    public static ResourceKind<V1RoleBinding> RoleBinding { get; } = Of<V1RoleBinding>("rbac.authorization.k8s.io", "v1", "RoleBinding", "rolebindings", isNamespaced: true);

    /// <summary><c>ClusterRole</c> of <c>rbac.authorization.k8s.io/v1</c>.</summary>
    public static ResourceKind<V1ClusterRole> ClusterRole { get; } = Of<V1ClusterRole>("rbac.authorization.k8s.io", "v1", "ClusterRole", "clusterroles", isNamespaced: false);

    /// <summary><c>ClusterRoleBinding</c> of <c>rbac.authorization.k8s.io/v1</c>.</summary>
    public static ResourceKind<V1ClusterRoleBinding> ClusterRoleBinding { get; } = Of<V1ClusterRoleBinding>("rbac.authorization.k8s.io", "v1", "ClusterRoleBinding", "clusterrolebindings", isNamespaced: false);

    /// <summary><c>Lease</c> of <c>coordination.k8s.io/v1</c>.</summary>
    public static ResourceKind<V1Lease> Lease { get; } = Of<V1Lease>("coordination.k8s.io", "v1", "Lease", "leases", isNamespaced: true);

    /// <summary><c>EndpointSlice</c> of <c>discovery.k8s.io/v1</c>.</summary>
    public static ResourceKind<V1EndpointSlice> EndpointSlice { get; } = Of<V1EndpointSlice>("discovery.k8s.io", "v1", "EndpointSlice", "endpointslices", isNamespaced: true);

    /// <summary><c>PodDisruptionBudget</c> of <c>policy/v1</c>.</summary>
    public static ResourceKind<V1PodDisruptionBudget> PodDisruptionBudget { get; } = Of<V1PodDisruptionBudget>("policy", "v1", "PodDisruptionBudget", "poddisruptionbudgets", isNamespaced: true);

    /// <summary><c>StorageClass</c> of <c>storage.k8s.io/v1</c>.</summary>
    public static ResourceKind<V1StorageClass> StorageClass { get; } = Of<V1StorageClass>("storage.k8s.io", "v1", "StorageClass", "storageclasses", isNamespaced: false);

    /// <summary><c>PriorityClass</c> of <c>scheduling.k8s.io/v1</c>.</summary>
    public static ResourceKind<V1PriorityClass> PriorityClass { get; } = Of<V1PriorityClass>("scheduling.k8s.io", "v1", "PriorityClass", "priorityclasses", isNamespaced: false);

    /// <summary><c>CustomResourceDefinition</c> of <c>apiextensions.k8s.io/v1</c>.</summary>
    public static ResourceKind<V1CustomResourceDefinition> CustomResourceDefinition { get; } = Of<V1CustomResourceDefinition>("apiextensions.k8s.io", "v1", "CustomResourceDefinition", "customresourcedefinitions", isNamespaced: false);

    /// <summary>Only the metadata of any resource: what the server sends is reduced too.</summary>
    public static ResourceKind<PartialObjectMetadata> Metadata(ResourceType type) => new(type, KubernetesJson.TypeInfo<PartialObjectMetadata>);

    /// <summary>Any resource, without a model.</summary>
    public static ResourceKind<UntypedObject> Untyped(ResourceType type) => new(type, KubernetesJson.TypeInfo<UntypedObject>);

    /// <summary>A resource with a representation of your own, whose source-generated <paramref name="context"/> is built with the rules of <see cref="KubernetesJson"/>.</summary>
    public static ResourceKind<T> Custom<T>(ResourceType type, IJsonTypeInfoResolver context)
        where T : class, IKubernetesObject<V1ObjectMeta> => new(type, () => KubernetesJson.TypeInfo<T>(context));

    private static ResourceKind<T> Of<T>(string group, string version, string kind, string plural, bool isNamespaced)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        new(new ResourceType(group, version, kind, plural, isNamespaced), KubernetesJson.TypeInfo<T>);
}
