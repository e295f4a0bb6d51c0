namespace Operon.Cli.Kustomize;

/// <summary>What others need comes first, what stands in others' way last.</summary>
internal static class ApplyOrder
{
    private static readonly string[] _first =
    [
        "Namespace", "ResourceQuota", "StorageClass", "CustomResourceDefinition", "ServiceAccount", "Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding",
        "ConfigMap", "Secret", "Endpoints", "Service", "LimitRange", "PriorityClass", "PersistentVolume", "PersistentVolumeClaim", "Deployment", "StatefulSet", "CronJob", "PodDisruptionBudget",
    ];

    private static readonly string[] _last = ["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"];

    public static int Of(string kind)
    {
        var first = Array.IndexOf(_first, kind);
        var last = Array.IndexOf(_last, kind);
        return first >= 0 ? first : last >= 0 ? 1000 + last : 500;
    }
}
