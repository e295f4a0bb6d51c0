using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Operon.Webhooks.Tests;

/// <summary>A webhook server on a free port, and a client that trusts its CA and nothing else.</summary>
internal sealed class RunningWebhooks : IAsyncDisposable
{
    private static readonly CertificateLifetimes _lifetimes = new(TimeSpan.FromDays(365), TimeSpan.FromDays(90), TimeSpan.FromDays(1));
    private readonly CertificateKeeper _keeper;
    private readonly WebhookServer _server;

    private RunningWebhooks(CertificateKeeper keeper, WebhookServer server)
    {
        _keeper = keeper;
        _server = server;
        Http = new HttpClient(TrustingHandler(() => keeper.BundlePem)) { BaseAddress = server.Url };
    }

    public HttpClient Http { get; }

    public Uri Url => _server.Url;

    public static async Task<RunningWebhooks> StartAsync(WebhookSet webhooks, Func<WebhookServerOptions, WebhookServerOptions>? change = null)
    {
        var keeper = new CertificateKeeper(new MemoryCertificateStore(), _lifetimes, TimeProvider.System, NullLogger.Instance);
        keeper.Require(["127.0.0.1"]);
        await keeper.EnsureAsync(TestContext.Current.CancellationToken);
        var options = new WebhookServerOptions { Address = "127.0.0.1:0", Certificate = () => keeper.Serving };
        return new RunningWebhooks(keeper, await WebhookServer.StartAsync(change?.Invoke(options) ?? options, webhooks, TestContext.Current.CancellationToken));
    }

    /// <summary>Trusts the PEM of the moment only, names included.</summary>
    public static HttpMessageHandler TrustingHandler(Func<string> bundlePem) => new SocketsHttpHandler
    {
        SslOptions =
        {
            RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
            {
                using var chain = new X509Chain();
                chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
                chain.ChainPolicy.CustomTrustStore.ImportFromPem(bundlePem());
                chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
                return (errors & ~System.Net.Security.SslPolicyErrors.RemoteCertificateChainErrors) == 0 && chain.Build((X509Certificate2)certificate!);
            },
        },
    };

    public async Task<JsonObject> PostAsync(string path, JsonNode body) => (await SendAsync(path, body.ToJsonString()))!;

    public async Task<JsonObject?> SendAsync(string path, string body, string mediaType = "application/json")
    {
        using var content = new StringContent(body, Encoding.UTF8, MediaTypeHeaderValue.Parse(mediaType));
        using var response = await Http.PostAsync(new Uri(path, UriKind.Relative), content, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)) as JsonObject;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _server.DisposeAsync();
        _keeper.Dispose();
    }
}
