using System.Text.Json.Nodes;

namespace Operon.Webhooks;

/// <summary>What a builder gathered about webhooks.</summary>
internal sealed class WebhookRegistrations
{
    public List<Action<IServiceProvider, WebhookSet>> Webhooks { get; } = [];

    /// <summary>Mutating- and ValidatingWebhookConfigurations, as generated.</summary>
    public List<JsonObject> Configurations { get; } = [];

    public WebhookOptions Options { get; } = new();
}
