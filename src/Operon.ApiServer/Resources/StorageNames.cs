using Operon.ApiServer.Discovery;

namespace Operon.ApiServer.Resources;

/// <summary>Where kinds live in the store. Events of both groups are the same objects.</summary>
internal static class StorageNames
{
    public const string Namespaces = "namespaces";
    public const string Pods = "pods";
    public const string Nodes = "nodes";
    public const string Secrets = "secrets";
    public const string Services = "services";
    public const string Endpoints = "endpoints";
    public const string EndpointSlices = "discovery.k8s.io/endpointslices";
    public const string ServiceAccounts = "serviceaccounts";
    public const string Events = "events";
    public const string Roles = "rbac.authorization.k8s.io/roles";
    public const string RoleBindings = "rbac.authorization.k8s.io/rolebindings";
    public const string ClusterRoles = "rbac.authorization.k8s.io/clusterroles";
    public const string ClusterRoleBindings = "rbac.authorization.k8s.io/clusterrolebindings";
    public const string CustomResourceDefinitions = "apiextensions.k8s.io/customresourcedefinitions";
    public const string StorageClasses = "storage.k8s.io/storageclasses";
    public const string PriorityClasses = "scheduling.k8s.io/priorityclasses";
    public const string PodDisruptionBudgets = "policy/poddisruptionbudgets";
    public const string MutatingWebhookConfigurations = "admissionregistration.k8s.io/mutatingwebhookconfigurations";
    public const string ValidatingAdmissionPolicies = "admissionregistration.k8s.io/validatingadmissionpolicies";
    public const string ValidatingAdmissionPolicyBindings = "admissionregistration.k8s.io/validatingadmissionpolicybindings";
    public const string ValidatingWebhookConfigurations = "admissionregistration.k8s.io/validatingwebhookconfigurations";

    public static string Of(string group, string plural) => group.Length == 0 || (group == "events.k8s.io" && plural == "events") ? plural : $"{group}/{plural}";

    public static string ApiVersion(ResourceDefinition definition) => (definition.Group, definition.Plural) switch
    {
        ("events.k8s.io", "events") => "v1",
        ("autoscaling", "horizontalpodautoscalers") => "autoscaling/v2",
        _ => definition.GroupVersion,
    };
}
