namespace Operon.Webhooks;

/// <summary>One webhook of a configuration.</summary>
internal sealed record WebhookView
{
    public string Name { get; init; } = "";

    public ClientConfigView ClientConfig { get; init; } = new();
}
