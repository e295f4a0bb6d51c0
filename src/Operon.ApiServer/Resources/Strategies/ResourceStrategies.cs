namespace Operon.ApiServer.Resources.Strategies;

/// <summary>The strategy of every built-in kind.</summary>
internal static class ResourceStrategies
{
    private static readonly PlainStrategy s_plain = new();
    private static readonly PlainStrategy s_status = new(hasStatus: true);
    private static readonly PlainStrategy s_generation = new(hasGeneration: true, allowsUnconditionalUpdate: false);
    private static readonly PlainStrategy s_statusAndGeneration = new(hasStatus: true, hasGeneration: true, allowsUnconditionalUpdate: false);

    private static readonly Dictionary<(string Group, string Kind), ResourceStrategy> s_strategies = new()
    {
        [("", "Pod")] = new PodStrategy(),
        [("", "PodTemplate")] = new PodTemplateStrategy(),
        [("", "ReplicationController")] = new ReplicationControllerStrategy(),
        [("", "Service")] = new ServiceStrategy(),
        [("", "Endpoints")] = new EndpointsStrategy(),
        [("", "ConfigMap")] = new ConfigMapStrategy(),
        [("", "Secret")] = new SecretStrategy(),
        [("", "ServiceAccount")] = new PlainStrategy(allowsUnconditionalUpdate: false),
        [("", "Namespace")] = new NamespaceStrategy(),
        [("", "Node")] = new NodeStrategy(),
        [("", "PersistentVolume")] = new PersistentVolumeStrategy(),
        [("", "PersistentVolumeClaim")] = new PersistentVolumeClaimStrategy(),
        [("", "Event")] = new EventStrategy("involvedObject"),
        [("", "LimitRange")] = new PlainStrategy(allowsCreateOnUpdate: true),
        [("", "ResourceQuota")] = s_status,
        [("events.k8s.io", "Event")] = new EventStrategy("regarding"),
        [("apps", "Deployment")] = new DeploymentStrategy(),
        [("apps", "ReplicaSet")] = new ReplicaSetStrategy(),
        [("apps", "StatefulSet")] = new StatefulSetStrategy(),
        [("apps", "DaemonSet")] = new DaemonSetStrategy(),
        [("apps", "ControllerRevision")] = new ControllerRevisionStrategy(),
        [("batch", "Job")] = new JobStrategy(),
        [("batch", "CronJob")] = new CronJobStrategy(),
        [("rbac.authorization.k8s.io", "Role")] = new RoleStrategy(clusterWide: false),
        [("rbac.authorization.k8s.io", "ClusterRole")] = new RoleStrategy(clusterWide: true),
        [("rbac.authorization.k8s.io", "RoleBinding")] = new RoleBindingStrategy(clusterWide: false),
        [("rbac.authorization.k8s.io", "ClusterRoleBinding")] = new RoleBindingStrategy(clusterWide: true),
        [("coordination.k8s.io", "Lease")] = new LeaseStrategy(),
        [("policy", "PodDisruptionBudget")] = new PodDisruptionBudgetStrategy(),
        [("discovery.k8s.io", "EndpointSlice")] = new EndpointSliceStrategy(),
        [("storage.k8s.io", "StorageClass")] = new StorageClassStrategy(),
        [("storage.k8s.io", "VolumeAttachment")] = s_status,
        [("networking.k8s.io", "Ingress")] = new IngressStrategy(),
        [("networking.k8s.io", "IngressClass")] = s_generation,
        [("networking.k8s.io", "NetworkPolicy")] = new NetworkPolicyStrategy(),
        [("networking.k8s.io", "ServiceCIDR")] = s_status,
        [("autoscaling", "HorizontalPodAutoscaler")] = new HorizontalPodAutoscalerStrategy(),
        [("scheduling.k8s.io", "PriorityClass")] = new PriorityClassStrategy(),
        [("apiextensions.k8s.io", "CustomResourceDefinition")] = new CustomResourceDefinitionStrategy(),
        [("apiregistration.k8s.io", "APIService")] = new PlainStrategy(hasStatus: true, allowsUnconditionalUpdate: false),
        [("admissionregistration.k8s.io", "ValidatingWebhookConfiguration")] = new WebhookConfigurationStrategy(mutating: false),
        [("admissionregistration.k8s.io", "MutatingWebhookConfiguration")] = new WebhookConfigurationStrategy(mutating: true),
        [("admissionregistration.k8s.io", "ValidatingAdmissionPolicy")] = new ValidatingAdmissionPolicyStrategy(),
        [("admissionregistration.k8s.io", "ValidatingAdmissionPolicyBinding")] = new ValidatingAdmissionPolicyBindingStrategy(),
        [("admissionregistration.k8s.io", "MutatingAdmissionPolicy")] = s_generation,
        [("admissionregistration.k8s.io", "MutatingAdmissionPolicyBinding")] = s_generation,
        [("certificates.k8s.io", "CertificateSigningRequest")] = new CertificateSigningRequestStrategy(),
        [("flowcontrol.apiserver.k8s.io", "FlowSchema")] = s_statusAndGeneration,
        [("flowcontrol.apiserver.k8s.io", "PriorityLevelConfiguration")] = s_statusAndGeneration,
        [("node.k8s.io", "RuntimeClass")] = new PlainStrategy(allowsUnconditionalUpdate: false),
    };

    /// <summary>The strategy of a built-in kind; kinds without rules of their own share a plain one.</summary>
    public static ResourceStrategy For(string group, string kind) => s_strategies.GetValueOrDefault((group, kind), s_plain);
}
