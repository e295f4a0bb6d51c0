using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Operon.Testing;

/// <summary>
/// An HTTPS server in the test's process that answers the reviews of a cluster, with a certificate of a throw-away CA. It is stopped with its cluster;
/// dispose it earlier to see what a webhook that is gone does.
/// </summary>
public sealed class TestWebhookServer : IAsyncDisposable
{
    private readonly TestCluster _cluster;
    private readonly WebApplication _application;
    private readonly ThrowAwayCertificate _certificate;

    private TestWebhookServer(TestCluster cluster, WebApplication application, ThrowAwayCertificate certificate)
    {
        _cluster = cluster;
        _application = application;
        _certificate = certificate;
        Address = new Uri(application.Urls.First());
    }

    /// <summary>Where it listens, such as <c>https://127.0.0.1:41234/</c>.</summary>
    public Uri Address { get; }

    /// <summary>The certificate of the CA, in PEM.</summary>
    public string CaCertificatePem => _certificate.AuthorityPem;

    /// <summary>Installs configurations whose webhooks are this server's; see <see cref="TestCluster.InstallWebhooksAsync"/>.</summary>
    /// <param name="manifests">YAML or JSON text.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task InstallAsync(string manifests, CancellationToken cancellationToken = default) =>
        _cluster.InstallWebhooksAsync(manifests, Address, CaCertificatePem, cancellationToken);

    /// <summary>Stops to listen and breaks the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        _certificate.Dispose();
    }

    internal static async Task<TestWebhookServer> StartAsync(TestCluster cluster, RequestDelegate handler, ILoggerFactory? loggers, CancellationToken cancellationToken)
    {
        var certificate = ThrowAwayCertificate.Issue();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate.Certificate)));
        if (loggers is not null)
        {
            builder.Logging.AddProvider(new SharedLoggerProvider(loggers));
        }

        var application = builder.Build();
        application.Run(handler);
        try
        {
            await application.StartAsync(cancellationToken);
            return new TestWebhookServer(cluster, application, certificate);
        }
        catch
        {
            await application.DisposeAsync();
            certificate.Dispose();
            throw;
        }
    }

    private sealed class SharedLoggerProvider(ILoggerFactory loggers) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => loggers.CreateLogger(categoryName);

        public void Dispose()
        {
            // The factory is the test's.
        }
    }
}
