using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Operon.Runtime;

/// <summary>
/// Serves <c>/healthz</c>, <c>/readyz</c>, <c>/metrics</c> and <c>/debug/operon</c>: bare Kestrel without routing, middleware or a container of its own.
/// Metrics are collected from the start on.
/// </summary>
public sealed partial class EndpointServer : IAsyncDisposable
{
    private static readonly TimeSpan _stopTimeout = TimeSpan.FromSeconds(2);
    private readonly IServer? _server;
    private readonly MetricsCollector? _metrics;
    private readonly ServiceProvider? _services;
    private readonly ServingCertificate? _certificate;

    private EndpointServer(IServer? server, MetricsCollector? metrics, ServiceProvider? services, ServingCertificate? certificate)
    {
        _server = server;
        _metrics = metrics;
        _services = services;
        _certificate = certificate;
    }

    /// <summary>Base URL of the metrics and the debug page; null when off.</summary>
    public Uri? MetricsUrl { get; private set; }

    /// <summary>Base URL of the health checks; null when off.</summary>
    public Uri? HealthUrl { get; private set; }

    /// <summary>
    /// Listens. Throws <see cref="IOException"/> that names the address when it is taken, <see cref="FormatException"/> when it is none, and
    /// <see cref="ArgumentException"/> for options that do not fit together.
    /// </summary>
    public static async Task<EndpointServer> StartAsync(EndpointOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options is { IsSecure: true, Client: null })
        {
            throw new ArgumentException("IsSecure needs Client: callers are checked by the API server.");
        }

        var metrics = ListenAddress.Parse(options.MetricsAddress);
        var health = ListenAddress.Parse(options.HealthAddress);
        if (metrics is null && health is null)
        {
            return new EndpointServer(null, null, null, null);
        }

        var collector = metrics is null ? null : new MetricsCollector(MeterFilter.Of(options.Meters));
        ProcessMetrics.Register();
        var certificate = metrics is not null && options.IsSecure ? new ServingCertificate(options.CertificateDirectory, options.TimeProvider) : null;
        var isShared = metrics is not null && health is { Port: not 0 } && metrics.Equals(health);
        var guard = options.IsSecure ? new RequestGuard(options.Client!, options.TimeProvider, options.LoggerFactory.CreateLogger<EndpointServer>()) : null;
        var metricsRoutes = Routes.OfMetrics(options, collector, guard);
        var healthRoutes = Routes.OfHealth(options);
        var ports = new List<ListenOptions>();
        var kestrel = new KestrelServices();
        kestrel.Services.AddSingleton(options.LoggerFactory).AddSingleton(typeof(ILogger<>), typeof(Logger<>)).Configure<KestrelServerOptions>(settings =>
        {
            settings.AddServerHeader = false;
            if (metrics is not null)
            {
                settings.Listen(metrics, listen => Configure(listen, isShared ? metricsRoutes.And(healthRoutes) : metricsRoutes, certificate));
            }

            if (health is not null && !isShared)
            {
                settings.Listen(health, listen => Configure(listen, healthRoutes, null));
            }
        });
        var services = kestrel.Services.BuildServiceProvider();
        var server = new EndpointServer(services.GetRequiredService<IServer>(), collector, services, certificate);
        try
        {
            await server._server!.StartAsync(new EndpointApplication(), cancellationToken);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }

        var ofMetrics = metrics is null ? null : ports[0].IPEndPoint;
        var ofHealth = health is null ? null : ports[^1].IPEndPoint;
        var isHealthSecure = isShared && options.IsSecure;
        server.MetricsUrl = ofMetrics is null ? null : ListenAddress.ToUri(ofMetrics, options.IsSecure);
        server.HealthUrl = ofHealth is null ? null : ListenAddress.ToUri(ofHealth, isHealthSecure);
        Listening(
            options.LoggerFactory.CreateLogger<EndpointServer>(),
            ofMetrics is null ? "no address" : ListenAddress.Describe(ofMetrics, options.IsSecure),
            ofHealth is null ? "no address" : ListenAddress.Describe(ofHealth, isHealthSecure));
        return server;

        void Configure(ListenOptions listen, Routes routes, ServingCertificate? tls)
        {
            ports.Add(listen);
            listen.Protocols = HttpProtocols.Http1;
            listen.Use(next => connection =>
            {
                connection.Items[Routes.Key] = routes;
                return next(connection);
            });
            if (tls is not null)
            {
                listen.UseHttps(new HttpsConnectionAdapterOptions { ServerCertificateSelector = (_, _) => tls.Current });
            }
        }
    }

    /// <summary>Ends; requests in flight get two seconds.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            using var limit = new CancellationTokenSource(_stopTimeout);
            await _server.StopAsync(limit.Token);
        }

        _metrics?.Dispose();
        _certificate?.Dispose();
        if (_services is not null)
        {
            await _services.DisposeAsync();
        }
    }

    [LoggerMessage(200, LogLevel.Information, "Serving metrics at {Metrics} and health checks at {Health}")]
    private static partial void Listening(ILogger logger, string metrics, string health);
}
