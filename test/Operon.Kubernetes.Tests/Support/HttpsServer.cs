using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Operon.Kubernetes.Tests;

/// <summary>A real HTTPS server on a free loopback port; its certificate names 127.0.0.1 and <c>api.internal</c>.</summary>
internal sealed class HttpsServer : IAsyncDisposable
{
    private const string Node = """{"kind":"Node","apiVersion":"v1","metadata":{"name":"n"}}""";
    private readonly WebApplication _app;
    private readonly X509Certificate2 _certificate;

    private HttpsServer(HttpProtocols protocols, RequestDelegate? answer)
    {
        var (certificate, key) = Authority.Issue("server", "api.internal", IPAddress.Loopback);
        using var pem = X509Certificate2.CreateFromPem(certificate, key);
        _certificate = X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = protocols;
            listen.UseHttps(new HttpsConnectionAdapterOptions
            {
                // The name the client asked for is kept only where a certificate is selected by it.
                ServerCertificateSelector = (_, _) => _certificate,
                ClientCertificateMode = ClientCertificateMode.AllowCertificate,
                ClientCertificateValidation = (_, _, _) => true,
            });
        }));
        _app = builder.Build();
        _app.Run(async context =>
        {
            Requests.Enqueue(new Seen(
                context.Request.Protocol,
                context.Connection.Id,
                context.Connection.ClientCertificate?.Subject,
                context.Features.Get<ITlsHandshakeFeature>()?.HostName ?? "",
                context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
            if (answer is not null)
            {
                await answer(context);
                return;
            }

            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(Node);
        });
    }

    public TestAuthority Authority { get; } = new();

    public ConcurrentQueue<Seen> Requests { get; } = [];

    public Uri Address => new(_app.Urls.Single());

    public static async Task<HttpsServer> StartAsync(HttpProtocols protocols = HttpProtocols.Http1AndHttp2, RequestDelegate? answer = null)
    {
        var server = new HttpsServer(protocols, answer);
        await server._app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    /// <summary>Options that trust this server and have no credential.</summary>
    public KubernetesClientOptions Options() => new() { Server = Address, CertificateAuthorityPem = Authority.Pem };

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _certificate.Dispose();
        Authority.Dispose();
    }

    internal sealed record Seen(string Protocol, string Connection, string? ClientSubject, string ServerName, IReadOnlyDictionary<string, string> Headers)
    {
        /// <summary>The lines of a header, joined by a comma without a space.</summary>
        public string? Header(string name) => Headers.GetValueOrDefault(name);
    }
}
