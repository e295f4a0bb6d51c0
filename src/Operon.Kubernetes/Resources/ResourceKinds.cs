using System.Text.Json.Serialization.Metadata;
using k8s;
using k8s.Models;

namespace Operon.Kubernetes;

/// <summary>The built-in kinds with their official models, and two representations that fit any kind.</summary>
public static class ResourceKinds
{
    /// <summary><c>Pod</c> of <c>v1</c>.</summary>
    public static ResourceKind<V1Pod> Pod => Of(ref field, static () => WorkloadsJson.Default, "", "v1", "Pod", "pods", isNamespaced: true);

    /// <summary><c>Service</c> of <c>v1</c>.</summary>
    public static ResourceKind<V1Service> Service => Of(ref field, static () => CoreJson.Default, "", "v1", "Service", "services", isNamespaced: true);

    /// <summary><c>Endpoints</c> of <c>v1</c>.</summary>
    public static ResourceKind<V1Endpoints> Endpoints => Of(ref field, static () => CoreJson.Default, "", "v1", "Endpoints", "endpoints", isNamespaced: true);

    /// <summary><c>ConfigMap</c> of <c>v1</c>.</summary>
    public static ResourceKind<V1ConfigMap> ConfigMap => Of(ref field, static () => CoreJson.Default, "", "v1", "ConfigMap", "configmaps", isNamespaced: true);

    /// <summary><c>Secret</c> of <c>v1</c>.</summary>
    public static ResourceKind<V1Secret> Secret => Of(ref field, static () => CoreJson.Default, "", "v1", "Secret", "secrets", isNamespaced: true);

    /// <summary><c>Namespace</c> of <c>v1</c>.</summary>
    public static ResourceKind<V1Namespace> Namespace => Of(ref field, static () => CoreJson.Default, "", "v1", "Namespace", "namespaces", isNamespaced: false);

    /// <summary><c>Node</c> of <c>v1</c>.</summary>
    public static ResourceKind<V1Node> Node => Of(ref field, static () => CoreJson.Default, "", "v1", "Node", "nodes", isNamespaced: false);

    /// <summary><c>Event</c> of <c>v1</c>.</summary>
    public static ResourceKind<Corev1Event> Event => Of(ref field, static () => EventsJson.Default, "", "v1", "Event", "events", isNamespaced: true);

    /// <summary><c>PersistentVolume</c> of <c>v1</c>.</summary>
    public static ResourceKind<V1PersistentVolume> PersistentVolume => Of(ref field, static () => StorageJson.Default, "", "v1", "PersistentVolume", "persistentvolumes", isNamespaced: false);

    /// <summary><c>PersistentVolumeClaim</c> of <c>v1</c>.</summary>
    public static ResourceKind<V1PersistentVolumeClaim> PersistentVolumeClaim => Of(ref field, static () => CoreJson.Default, "", "v1", "PersistentVolumeClaim", "persistentvolumeclaims", isNamespaced: true);

    /// <summary><c>ServiceAccount</c> of <c>v1</c>.</summary>
    public static ResourceKind<V1ServiceAccount> ServiceAccount => Of(ref field, static () => CoreJson.Default, "", "v1", "ServiceAccount", "serviceaccounts", isNamespaced: true);

    /// <summary><c>ReplicationController</c> of <c>v1</c>.</summary>
    public static ResourceKind<V1ReplicationController> ReplicationController => Of(ref field, static () => WorkloadsJson.Default, "", "v1", "ReplicationController", "replicationcontrollers", isNamespaced: true);

    /// <summary><c>LimitRange</c> of <c>v1</c>.</summary>
    public static ResourceKind<V1LimitRange> LimitRange => Of(ref field, static () => CoreJson.Default, "", "v1", "LimitRange", "limitranges", isNamespaced: true);

    /// <summary><c>ResourceQuota</c> of <c>v1</c>.</summary>
    public static ResourceKind<V1ResourceQuota> ResourceQuota => Of(ref field, static () => CoreJson.Default, "", "v1", "ResourceQuota", "resourcequotas", isNamespaced: true);

    /// <summary><c>Deployment</c> of <c>apps/v1</c>.</summary>
    public static ResourceKind<V1Deployment> Deployment => Of(ref field, static () => WorkloadsJson.Default, "apps", "v1", "Deployment", "deployments", isNamespaced: true);

    /// <summary><c>ReplicaSet</c> of <c>apps/v1</c>.</summary>
    public static ResourceKind<V1ReplicaSet> ReplicaSet => Of(ref field, static () => WorkloadsJson.Default, "apps", "v1", "ReplicaSet", "replicasets", isNamespaced: true);

    /// <summary><c>StatefulSet</c> of <c>apps/v1</c>.</summary>
    public static ResourceKind<V1StatefulSet> StatefulSet => Of(ref field, static () => WorkloadsJson.Default, "apps", "v1", "StatefulSet", "statefulsets", isNamespaced: true);

    /// <summary><c>DaemonSet</c> of <c>apps/v1</c>.</summary>
    public static ResourceKind<V1DaemonSet> DaemonSet => Of(ref field, static () => WorkloadsJson.Default, "apps", "v1", "DaemonSet", "daemonsets", isNamespaced: true);

    /// <summary><c>ControllerRevision</c> of <c>apps/v1</c>.</summary>
    public static ResourceKind<V1ControllerRevision> ControllerRevision => Of(ref field, static () => WorkloadsJson.Default, "apps", "v1", "ControllerRevision", "controllerrevisions", isNamespaced: true);

    /// <summary><c>Job</c> of <c>batch/v1</c>.</summary>
    public static ResourceKind<V1Job> Job => Of(ref field, static () => WorkloadsJson.Default, "batch", "v1", "Job", "jobs", isNamespaced: true);

    /// <summary><c>CronJob</c> of <c>batch/v1</c>.</summary>
    public static ResourceKind<V1CronJob> CronJob => Of(ref field, static () => WorkloadsJson.Default, "batch", "v1", "CronJob", "cronjobs", isNamespaced: true);

    /// <summary><c>Role</c> of <c>rbac.authorization.k8s.io/v1</c>.</summary>
    public static ResourceKind<V1Role> Role => Of(ref field, static () => AccessJson.Default, "rbac.authorization.k8s.io", "v1", "Role", "roles", isNamespaced: true);

    /// <summary><c>RoleBinding</c> of <c>rbac.authorization.k8s.io/v1</c>.</summary>
    public static ResourceKind<V1RoleBinding> RoleBinding => Of(ref field, static () => AccessJson.Default, "rbac.authorization.k8s.io", "v1", "RoleBinding", "rolebindings", isNamespaced: true);

    /// <summary><c>ClusterRole</c> of <c>rbac.authorization.k8s.io/v1</c>.</summary>
    public static ResourceKind<V1ClusterRole> ClusterRole => Of(ref field, static () => AccessJson.Default, "rbac.authorization.k8s.io", "v1", "ClusterRole", "clusterroles", isNamespaced: false);

    /// <summary><c>ClusterRoleBinding</c> of <c>rbac.authorization.k8s.io/v1</c>.</summary>
    public static ResourceKind<V1ClusterRoleBinding> ClusterRoleBinding => Of(ref field, static () => AccessJson.Default, "rbac.authorization.k8s.io", "v1", "ClusterRoleBinding", "clusterrolebindings", isNamespaced: false);

    /// <summary><c>Lease</c> of <c>coordination.k8s.io/v1</c>.</summary>
    public static ResourceKind<V1Lease> Lease => Of(ref field, static () => ClusterJson.Default, "coordination.k8s.io", "v1", "Lease", "leases", isNamespaced: true);

    /// <summary><c>EndpointSlice</c> of <c>discovery.k8s.io/v1</c>.</summary>
    public static ResourceKind<V1EndpointSlice> EndpointSlice => Of(ref field, static () => ClusterJson.Default, "discovery.k8s.io", "v1", "EndpointSlice", "endpointslices", isNamespaced: true);

    /// <summary><c>PodDisruptionBudget</c> of <c>policy/v1</c>.</summary>
    public static ResourceKind<V1PodDisruptionBudget> PodDisruptionBudget => Of(ref field, static () => ClusterJson.Default, "policy", "v1", "PodDisruptionBudget", "poddisruptionbudgets", isNamespaced: true);

    /// <summary><c>StorageClass</c> of <c>storage.k8s.io/v1</c>.</summary>
    public static ResourceKind<V1StorageClass> StorageClass => Of(ref field, static () => StorageJson.Default, "storage.k8s.io", "v1", "StorageClass", "storageclasses", isNamespaced: false);

    /// <summary><c>PriorityClass</c> of <c>scheduling.k8s.io/v1</c>.</summary>
    public static ResourceKind<V1PriorityClass> PriorityClass => Of(ref field, static () => ClusterJson.Default, "scheduling.k8s.io", "v1", "PriorityClass", "priorityclasses", isNamespaced: false);

    /// <summary><c>Ingress</c> of <c>networking.k8s.io/v1</c>.</summary>
    public static ResourceKind<V1Ingress> Ingress => Of(ref field, static () => NetworkingJson.Default, "networking.k8s.io", "v1", "Ingress", "ingresses", isNamespaced: true);

    /// <summary><c>IngressClass</c> of <c>networking.k8s.io/v1</c>.</summary>
    public static ResourceKind<V1IngressClass> IngressClass => Of(ref field, static () => NetworkingJson.Default, "networking.k8s.io", "v1", "IngressClass", "ingressclasses", isNamespaced: false);

    /// <summary><c>NetworkPolicy</c> of <c>networking.k8s.io/v1</c>.</summary>
    public static ResourceKind<V1NetworkPolicy> NetworkPolicy => Of(ref field, static () => NetworkingJson.Default, "networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies", isNamespaced: true);

    /// <summary><c>HorizontalPodAutoscaler</c> of <c>autoscaling/v2</c>.</summary>
    public static ResourceKind<V2HorizontalPodAutoscaler> HorizontalPodAutoscaler => Of(ref field, static () => AutoscalingJson.Default, "autoscaling", "v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers", isNamespaced: true);

    /// <summary><c>VolumeAttachment</c> of <c>storage.k8s.io/v1</c>.</summary>
    public static ResourceKind<V1VolumeAttachment> VolumeAttachment => Of(ref field, static () => StorageJson.Default, "storage.k8s.io", "v1", "VolumeAttachment", "volumeattachments", isNamespaced: false);

    /// <summary><c>CSIDriver</c> of <c>storage.k8s.io/v1</c>.</summary>
    public static ResourceKind<V1CSIDriver> CsiDriver => Of(ref field, static () => StorageJson.Default, "storage.k8s.io", "v1", "CSIDriver", "csidrivers", isNamespaced: false);

    /// <summary><c>CSINode</c> of <c>storage.k8s.io/v1</c>.</summary>
    public static ResourceKind<V1CSINode> CsiNode => Of(ref field, static () => StorageJson.Default, "storage.k8s.io", "v1", "CSINode", "csinodes", isNamespaced: false);

    /// <summary><c>RuntimeClass</c> of <c>node.k8s.io/v1</c>.</summary>
    public static ResourceKind<V1RuntimeClass> RuntimeClass => Of(ref field, static () => ClusterJson.Default, "node.k8s.io", "v1", "RuntimeClass", "runtimeclasses", isNamespaced: false);

    /// <summary><c>CertificateSigningRequest</c> of <c>certificates.k8s.io/v1</c>.</summary>
    public static ResourceKind<V1CertificateSigningRequest> CertificateSigningRequest => Of(ref field, static () => ClusterJson.Default, "certificates.k8s.io", "v1", "CertificateSigningRequest", "certificatesigningrequests", isNamespaced: false);

    /// <summary><c>ValidatingWebhookConfiguration</c> of <c>admissionregistration.k8s.io/v1</c>.</summary>
    public static ResourceKind<V1ValidatingWebhookConfiguration> ValidatingWebhookConfiguration => Of(ref field, static () => AdmissionJson.Default, "admissionregistration.k8s.io", "v1", "ValidatingWebhookConfiguration", "validatingwebhookconfigurations", isNamespaced: false);

    /// <summary><c>MutatingWebhookConfiguration</c> of <c>admissionregistration.k8s.io/v1</c>.</summary>
    public static ResourceKind<V1MutatingWebhookConfiguration> MutatingWebhookConfiguration => Of(ref field, static () => AdmissionJson.Default, "admissionregistration.k8s.io", "v1", "MutatingWebhookConfiguration", "mutatingwebhookconfigurations", isNamespaced: false);

    /// <summary><c>ValidatingAdmissionPolicy</c> of <c>admissionregistration.k8s.io/v1</c>.</summary>
    public static ResourceKind<V1ValidatingAdmissionPolicy> ValidatingAdmissionPolicy => Of(ref field, static () => AdmissionJson.Default, "admissionregistration.k8s.io", "v1", "ValidatingAdmissionPolicy", "validatingadmissionpolicies", isNamespaced: false);

    /// <summary><c>ValidatingAdmissionPolicyBinding</c> of <c>admissionregistration.k8s.io/v1</c>.</summary>
    public static ResourceKind<V1ValidatingAdmissionPolicyBinding> ValidatingAdmissionPolicyBinding => Of(ref field, static () => AdmissionJson.Default, "admissionregistration.k8s.io", "v1", "ValidatingAdmissionPolicyBinding", "validatingadmissionpolicybindings", isNamespaced: false);

    /// <summary><c>APIService</c> of <c>apiregistration.k8s.io/v1</c>.</summary>
    public static ResourceKind<V1APIService> ApiService => Of(ref field, static () => ClusterJson.Default, "apiregistration.k8s.io", "v1", "APIService", "apiservices", isNamespaced: false);

    /// <summary><c>CustomResourceDefinition</c> of <c>apiextensions.k8s.io/v1</c>.</summary>
    public static ResourceKind<V1CustomResourceDefinition> CustomResourceDefinition => Of(ref field, static () => DefinitionsJson.Default, "apiextensions.k8s.io", "v1", "CustomResourceDefinition", "customresourcedefinitions", isNamespaced: false);

    /// <summary>Only the metadata of any resource: what the server sends is reduced too.</summary>
    public static ResourceKind<PartialObjectMetadata> Metadata(ResourceType type) => new(type, ClientJson.TypeInfo<PartialObjectMetadata>);

    /// <summary>Any resource, without a model.</summary>
    public static ResourceKind<UntypedObject> Untyped(ResourceType type) => new(type, ClientJson.TypeInfo<UntypedObject>);

    /// <summary>A resource with a representation of your own, whose source-generated <paramref name="context"/> is built with the rules of <see cref="KubernetesJson"/>.</summary>
    public static ResourceKind<T> Custom<T>(ResourceType type, IJsonTypeInfoResolver context)
        where T : class, IKubernetesObject<V1ObjectMeta> => new(type, () => KubernetesJson.TypeInfo<T>(context));

    // Each is made when it is asked for: a native program keeps only the models of the kinds it names.
    private static ResourceKind<T> Of<T>(ref ResourceKind<T>? made, Func<IJsonTypeInfoResolver> context, string group, string version, string kind, string plural, bool isNamespaced)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        Volatile.Read(ref made) ?? Make(ref made, context, new ResourceType(group, version, kind, plural, isNamespaced));

    // Apart from Of, which would otherwise allocate the closure at every call.
    private static ResourceKind<T> Make<T>(ref ResourceKind<T>? made, Func<IJsonTypeInfoResolver> context, ResourceType type)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var one = new ResourceKind<T>(type, () => KubernetesJson.TypeInfo<T>(context()));
        return Interlocked.CompareExchange(ref made, one, null) ?? one;
    }
}
