namespace Operon.Webhooks;

/// <summary>Names of the generated configurations.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class WebhookConfigurationAttribute : Attribute
{
    /// <summary>Name of the MutatingWebhookConfiguration. Default <c>mutating-webhook-configuration</c>, which kustomize prefixes.</summary>
    public string? Mutating { get; set; }

    /// <summary>Name of the ValidatingWebhookConfiguration. Default <c>validating-webhook-configuration</c>.</summary>
    public string? Validating { get; set; }
}
