namespace Operon.Generators;

/// <summary>The kinds of Kubernetes 1.36 whose objects live in no namespace: models do not say so.</summary>
internal static class ClusterScopedKinds
{
    private static readonly HashSet<string> _all = new(StringComparer.Ordinal)
    {
        "/ComponentStatus", "/Namespace", "/Node", "/PersistentVolume",
        "admissionregistration.k8s.io/MutatingAdmissionPolicy", "admissionregistration.k8s.io/MutatingAdmissionPolicyBinding",
        "admissionregistration.k8s.io/MutatingWebhookConfiguration", "admissionregistration.k8s.io/ValidatingAdmissionPolicy",
        "admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding", "admissionregistration.k8s.io/ValidatingWebhookConfiguration",
        "apiextensions.k8s.io/CustomResourceDefinition", "apiregistration.k8s.io/APIService",
        "authentication.k8s.io/SelfSubjectReview", "authentication.k8s.io/TokenReview",
        "authorization.k8s.io/SelfSubjectAccessReview", "authorization.k8s.io/SelfSubjectRulesReview", "authorization.k8s.io/SubjectAccessReview",
        "certificates.k8s.io/CertificateSigningRequest", "certificates.k8s.io/ClusterTrustBundle",
        "flowcontrol.apiserver.k8s.io/FlowSchema", "flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration",
        "internal.apiserver.k8s.io/StorageVersion",
        "networking.k8s.io/IngressClass", "networking.k8s.io/IPAddress", "networking.k8s.io/ServiceCIDR",
        "node.k8s.io/RuntimeClass",
        "rbac.authorization.k8s.io/ClusterRole", "rbac.authorization.k8s.io/ClusterRoleBinding",
        "resource.k8s.io/DeviceClass", "resource.k8s.io/DeviceTaintRule", "resource.k8s.io/ResourceSlice",
        "scheduling.k8s.io/PriorityClass",
        "storage.k8s.io/CSIDriver", "storage.k8s.io/CSINode", "storage.k8s.io/StorageClass", "storage.k8s.io/VolumeAttachment", "storage.k8s.io/VolumeAttributesClass",
        "storagemigration.k8s.io/StorageVersionMigration",
    };

    // Lower-case plurals are regular here but for these.
    private static readonly HashSet<string> _plurals = new(_all.Select(PluralOf), StringComparer.Ordinal);

    public static bool Contains(string group, string kind) => _all.Contains($"{group}/{kind}");

    public static bool ContainsPlural(string group, string plural) => _plurals.Contains($"{group}/{plural}");

    private static string PluralOf(string kind)
    {
        var lower = kind.ToLowerInvariant();
        return lower.EndsWith("class", StringComparison.Ordinal) || lower.EndsWith("status", StringComparison.Ordinal) || lower.EndsWith("address", StringComparison.Ordinal)
            ? lower + "es"
            : lower.EndsWith("policy", StringComparison.Ordinal) ? lower.Substring(0, lower.Length - 1) + "ies" : lower + "s";
    }
}
