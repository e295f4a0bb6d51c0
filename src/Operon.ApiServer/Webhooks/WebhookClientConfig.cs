using System.Globalization;
using System.Text.Json.Nodes;
using Operon.ApiServer.Resources;

namespace Operon.ApiServer.Webhooks;

/// <summary>
/// The <c>clientConfig</c> of a webhook: where it listens and which CA to trust. One instance stands for one pool of connections, so it is made once
/// per stored configuration.
/// </summary>
internal sealed class WebhookClientConfig(Uri address, WebhookService? service, byte[]? caBundle)
{
    private const int DefaultPort = 443;

    /// <summary>The URL to post to; for a Service its host is <c>name.namespace.svc</c>.</summary>
    public Uri Address { get; } = address;

    /// <summary>The Service behind the host name; null when the URL was given.</summary>
    public WebhookService? Service { get; } = service;

    /// <summary>PEM certificates; null trusts the machine's roots.</summary>
    public byte[]? CaBundle { get; } = caBundle;

    public static WebhookClientConfig Read(JsonObject? config)
    {
        var bundle = config.Text("caBundle") is { Length: > 0 } encoded ? Convert.FromBase64String(encoded) : null;
        if (config.Text("url") is { Length: > 0 } url)
        {
            return new WebhookClientConfig(new Uri(url), null, bundle);
        }

        var reference = config.Object("service");
        var service = new WebhookService(reference.Text("namespace"), reference.Text("name"), (int)(reference?["port"].Integer() ?? DefaultPort));
        var path = reference.Text("path");
        var port = service.Port.ToString(CultureInfo.InvariantCulture);
        return new WebhookClientConfig(new Uri($"https://{service.HostName}:{port}/{path.TrimStart('/')}"), service, bundle);
    }
}
