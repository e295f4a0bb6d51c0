using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Operon.Runtime;

/// <summary>Starts endpoints, installs definitions, then runs the managers; ends the host when they end.</summary>
internal sealed partial class OperatorService(
    OperatorClusters clusters,
    OperatorEndpoints endpoints,
    OperatorOptions options,
    IServiceProvider services,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILoggerFactory loggers) : IHostedService, IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ILogger _logger = loggers.CreateLogger<OperatorHost>();
    private EndpointServer? _server;
    private Task _running = Task.CompletedTask;
    private int _isDisposed;
    private volatile bool _areDefinitionsInstalled;

    /// <summary>Why the operator ended by itself; null when it was asked to.</summary>
    public Exception? Failure { get; private set; }

    public EndpointServer? Endpoints => _server;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        Starting(_logger, options.Name, OperatorVersion.Current, clusters.Primary.Client.Server, options.Namespaces.Count == 0 ? "all" : string.Join(", ", options.Namespaces));
        foreach (var cluster in clusters.All)
        {
            foreach (var add in cluster.Registration.Controllers)
            {
                add(services, cluster.Manager);
            }
        }

        var primary = clusters.Primary.Manager;
        foreach (var other in clusters.All.Skip(1))
        {
            primary.AddRunnable(other.Manager.RunAsync);
        }

        if (clusters.All.Any(cluster => cluster.Registration.Definitions.Count > 0))
        {
            endpoints.Readiness.Add("custom-resource-definitions", () =>
                _areDefinitionsInstalled ? HealthResult.Healthy : HealthResult.Unhealthy("the CustomResourceDefinitions are not established yet"));
        }

        _server = await EndpointServer.StartAsync(
            new EndpointOptions
            {
                MetricsAddress = options.MetricsAddress,
                HealthAddress = options.HealthAddress,
                Liveness = [endpoints.Liveness, primary.Health.Liveness],
                Readiness = [endpoints.Readiness, primary.Health.Readiness],
                IsSecure = options.SecureMetrics,
                CertificateDirectory = options.CertificateDirectory,
                Client = clusters.Primary.Client,
                Meters = endpoints.Meters,
                Handlers = endpoints.Handlers,
                Debug = options.DebugPage ? new DebugReader(clusters, options, time).Read : null,
                LoggerFactory = loggers,
                TimeProvider = time,
            },
            cancellationToken);
        _running = Task.Run(RunAsync, CancellationToken.None);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync()
    {
        // The container knows this object as itself and as a hosted service, and disposes of both.
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        await _stop.CancelAsync();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            await Task.WhenAll(clusters.All.SelectMany(cluster =>
                cluster.Registration.Definitions.Select(definition => cluster.Installer.InstallAsync(definition, _stop.Token))));
            _areDefinitionsInstalled = true;
            await clusters.Primary.Manager.RunAsync(_stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
#pragma warning disable CA1031 // Becomes the exit code of the process.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Failure = e;
            Failed(_logger, options.Name, e);
        }

        lifetime.StopApplication();
    }

    [LoggerMessage(213, LogLevel.Information, "{Operator} {Version}, API server {Server}, namespaces: {Namespaces}")]
    private static partial void Starting(ILogger logger, string @operator, string version, Uri server, string namespaces);

    [LoggerMessage(214, LogLevel.Critical, "{Operator} ends")]
    private static partial void Failed(ILogger logger, string @operator, Exception exception);
}
