using System.Text.Json.Nodes;

namespace Operon.ApiServer.Printing;

/// <summary>The printers of built-in kinds, by group and kind.</summary>
internal static class KindPrinters
{
    private static readonly Dictionary<(string Group, string Kind), KindPrinter> ByKind = new()
    {
        [("", "Pod")] = PodPrinter.Printer,
        [("", "ReplicationController")] = WorkloadPrinters.ReplicaSet,
        [("apps", "Deployment")] = WorkloadPrinters.Deployment,
        [("apps", "ReplicaSet")] = WorkloadPrinters.ReplicaSet,
        [("apps", "StatefulSet")] = WorkloadPrinters.StatefulSet,
        [("apps", "DaemonSet")] = WorkloadPrinters.DaemonSet,
        [("apps", "ControllerRevision")] = WorkloadPrinters.ControllerRevision,
        [("batch", "Job")] = BatchPrinters.Job,
        [("batch", "CronJob")] = BatchPrinters.CronJob,
        [("", "Service")] = NetworkPrinters.Service,
        [("", "Endpoints")] = NetworkPrinters.Endpoints,
        [("discovery.k8s.io", "EndpointSlice")] = NetworkPrinters.EndpointSlice,
        [("networking.k8s.io", "Ingress")] = NetworkPrinters.Ingress,
        [("networking.k8s.io", "IngressClass")] = NetworkPrinters.IngressClass,
        [("networking.k8s.io", "NetworkPolicy")] = NetworkPrinters.NetworkPolicy,
        [("", "Node")] = NodePrinter.Printer,
        [("", "Event")] = EventPrinter.Printer,
        [("events.k8s.io", "Event")] = EventPrinter.Printer,
        [("", "Namespace")] = CorePrinters.Namespace,
        [("", "Secret")] = CorePrinters.Secret,
        [("", "ConfigMap")] = CorePrinters.ConfigMap,
        [("", "ServiceAccount")] = CorePrinters.ServiceAccount,
        [("", "ResourceQuota")] = CorePrinters.ResourceQuota,
        [("", "LimitRange")] = CorePrinters.CreatedAt,
        [("", "PersistentVolume")] = StoragePrinters.PersistentVolume,
        [("", "PersistentVolumeClaim")] = StoragePrinters.PersistentVolumeClaim,
        [("storage.k8s.io", "StorageClass")] = StoragePrinters.StorageClass,
        [("storage.k8s.io", "VolumeAttachment")] = StoragePrinters.VolumeAttachment,
        [("policy", "PodDisruptionBudget")] = PolicyPrinters.PodDisruptionBudget,
        [("coordination.k8s.io", "Lease")] = PolicyPrinters.Lease,
        [("scheduling.k8s.io", "PriorityClass")] = PolicyPrinters.PriorityClass,
        [("node.k8s.io", "RuntimeClass")] = PolicyPrinters.RuntimeClass,
        [("autoscaling", "HorizontalPodAutoscaler")] = PolicyPrinters.HorizontalPodAutoscaler,
        [("rbac.authorization.k8s.io", "Role")] = CorePrinters.CreatedAt,
        [("rbac.authorization.k8s.io", "ClusterRole")] = CorePrinters.CreatedAt,
        [("rbac.authorization.k8s.io", "RoleBinding")] = RbacPrinters.Binding,
        [("rbac.authorization.k8s.io", "ClusterRoleBinding")] = RbacPrinters.Binding,
        [("apiextensions.k8s.io", "CustomResourceDefinition")] = CorePrinters.CreatedAt,
        [("apiregistration.k8s.io", "APIService")] = RegistrationPrinters.ApiService,
        [("admissionregistration.k8s.io", "MutatingWebhookConfiguration")] = RegistrationPrinters.Webhooks,
        [("admissionregistration.k8s.io", "ValidatingWebhookConfiguration")] = RegistrationPrinters.Webhooks,
        [("certificates.k8s.io", "CertificateSigningRequest")] = RegistrationPrinters.CertificateSigningRequest,
    };

    public static KindPrinter? Find(string group, string kind) => ByKind.GetValueOrDefault((group, kind));
}
