using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Webhooks;

/// <summary>A Mutating- or ValidatingWebhookConfiguration, reduced to who is called.</summary>
internal sealed record WebhookConfigurationView : IKubernetesObject<V1ObjectMeta>
{
    public static ResourceKind<WebhookConfigurationView> Mutating { get; } = ResourceKinds.Custom<WebhookConfigurationView>(
        new("admissionregistration.k8s.io", "v1", "MutatingWebhookConfiguration", "mutatingwebhookconfigurations", IsNamespaced: false), ConfigurationJson.Default);

    public static ResourceKind<WebhookConfigurationView> Validating { get; } = ResourceKinds.Custom<WebhookConfigurationView>(
        new("admissionregistration.k8s.io", "v1", "ValidatingWebhookConfiguration", "validatingwebhookconfigurations", IsNamespaced: false), ConfigurationJson.Default);

    public string? ApiVersion { get; set; }

    public string? Kind { get; set; }

    public V1ObjectMeta Metadata { get; set; } = new();

    public IReadOnlyList<WebhookView> Webhooks { get; init; } = [];
}
