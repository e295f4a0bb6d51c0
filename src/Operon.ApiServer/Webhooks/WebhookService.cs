namespace Operon.ApiServer.Webhooks;

/// <summary>A Service that serves a webhook, with the port of the Service (not of its pods).</summary>
internal sealed record WebhookService(string Namespace, string Name, int Port)
{
    /// <summary>The name the serving certificate must carry.</summary>
    public string HostName => $"{Name}.{Namespace}.svc";
}
