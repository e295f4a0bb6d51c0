using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Webhooks;

/// <summary>A CustomResourceDefinition, reduced to how it converts.</summary>
internal sealed record ConvertedDefinitionView : IKubernetesObject<V1ObjectMeta>
{
    public static ResourceKind<ConvertedDefinitionView> Resource { get; } =
        ResourceKinds.Custom<ConvertedDefinitionView>(ResourceKinds.CustomResourceDefinition.Type, ConfigurationJson.Default);

    public string? ApiVersion { get; set; }

    public string? Kind { get; set; }

    public V1ObjectMeta Metadata { get; set; } = new();

    public ConvertedDefinitionSpec Spec { get; init; } = new();

    /// <summary>How it is called for conversions; null when it is not.</summary>
    public ClientConfigView? ClientConfig => Spec.Conversion is { Strategy: "Webhook", Webhook: { } webhook } ? webhook.ClientConfig : null;

    internal sealed record ConvertedDefinitionSpec
    {
        public string Group { get; init; } = "";

        public DefinitionNames Names { get; init; } = new();

        public IReadOnlyList<DefinitionVersion> Versions { get; init; } = [];

        public ConversionView? Conversion { get; init; }
    }

    internal sealed record DefinitionNames
    {
        public string Kind { get; init; } = "";
    }

    internal sealed record DefinitionVersion
    {
        public string Name { get; init; } = "";
    }

    internal sealed record ConversionView
    {
        public string Strategy { get; init; } = "None";

        public ConversionWebhookView? Webhook { get; init; }
    }

    internal sealed record ConversionWebhookView
    {
        public ClientConfigView? ClientConfig { get; init; }
    }
}
