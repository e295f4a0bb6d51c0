using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Operon.Runtime;

namespace Operon.Webhooks;

/// <summary>
/// Serves webhooks over HTTPS: bare Kestrel without routing or middleware. An operator gets one by <see cref="WebhookBuilderExtensions"/>; a program without an
/// <see cref="OperatorHost"/> starts it itself.
/// </summary>
public sealed partial class WebhookServer : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly IServer _server;
    private readonly TimeSpan _stopTimeout;
    private readonly TimeProvider _time;
    private int _isStopped;

    private WebhookServer(ServiceProvider services, WebhookServerOptions options)
    {
        _services = services;
        _server = services.GetRequiredService<IServer>();
        _stopTimeout = options.StopTimeout;
        _time = options.TimeProvider;
    }

    /// <summary>A URL that works from this machine, without path.</summary>
    public Uri Url { get; private set; } = null!;

    /// <summary>
    /// Listens. Throws <see cref="IOException"/> that names the address when it is taken, and <see cref="ArgumentException"/> or <see cref="FormatException"/> for options
    /// or webhooks that do not fit together.
    /// </summary>
    public static async Task<WebhookServer> StartAsync(WebhookServerOptions options, WebhookSet webhooks, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(webhooks);
        var address = ListenAddress.Parse(options.Address) ?? throw new ArgumentException($"Address is \"{options.Address}\"; a webhook server needs one, such as :9443.", nameof(options));
        var endpoints = webhooks.Endpoints(options.LoggerFactory.CreateLogger<WebhookServer>());
        var authorities = options.ClientAuthoritiesPem is { } pem ? Authorities(pem) : null;
        ListenOptions? port = null;
        var kestrel = new KestrelServices();
        kestrel.Services.AddSingleton(options.LoggerFactory).AddSingleton(typeof(ILogger<>), typeof(Logger<>)).Configure<KestrelServerOptions>(settings =>
        {
            settings.AddServerHeader = false;
            settings.Limits.MaxRequestBodySize = null;
            settings.Listen(address, listen =>
            {
                port = listen;
                listen.Protocols = options.Http2 ? HttpProtocols.Http1AndHttp2 : HttpProtocols.Http1;
                listen.UseHttps(Tls(options, authorities));
            });
        });
        var server = new WebhookServer(kestrel.Services.BuildServiceProvider(), options);
        try
        {
            await server._server.StartAsync(new WebhookApplication(endpoints, options.MaxBodyBytes, options.TimeProvider), cancellationToken);
        }
        catch
        {
            await server._services.DisposeAsync();
            throw;
        }

        server.Url = ListenAddress.ToUri(port!.IPEndPoint!, isHttps: true);
        Listening(options.LoggerFactory.CreateLogger<WebhookServer>(), ListenAddress.Describe(port.IPEndPoint!, isHttps: true), string.Join(", ", endpoints.Keys.Order(StringComparer.Ordinal)));
        return server;
    }

    /// <summary>Ends; requests in flight get <see cref="WebhookServerOptions.StopTimeout"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isStopped, 1) != 0)
        {
            return;
        }

        using var limit = new CancellationTokenSource(_stopTimeout, _time);
        await _server.StopAsync(limit.Token);
        await _services.DisposeAsync();
    }

    private static HttpsConnectionAdapterOptions Tls(WebhookServerOptions options, X509Certificate2Collection? authorities)
    {
        var tls = new HttpsConnectionAdapterOptions { ServerCertificateSelector = (_, _) => options.Certificate() };
        if (authorities is not null)
        {
            tls.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
            tls.ClientCertificateValidation = (certificate, _, _) => IsIssuedBy(certificate, authorities, options.TimeProvider);
        }

        return tls;
    }

    private static X509Certificate2Collection Authorities(string pem)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPem(pem);
        return authorities.Count > 0 ? authorities : throw new ArgumentException("ClientAuthoritiesPem holds no certificate; give the PEM of a CA.");
    }

    private static bool IsIssuedBy(X509Certificate2 certificate, X509Certificate2Collection authorities, TimeProvider time)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid("1.3.6.1.5.5.7.3.2"));
        chain.ChainPolicy.VerificationTime = time.GetUtcNow().UtcDateTime;
        return chain.Build(certificate);
    }

    [LoggerMessage(400, LogLevel.Information, "Serving webhooks at {Url}: {Paths}")]
    private static partial void Listening(ILogger logger, string url, string paths);
}
