using System.Runtime.ExceptionServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>
/// An operator as a program.
/// <code>
/// var builder = OperatorHost.CreateBuilder(args);
/// builder.InstallCrd(File.ReadAllText("website.yaml"));
/// builder.AddController&lt;WebsiteReconciler, Website&gt;("website", Website.Kind, website => website.Owns(ResourceKinds.Deployment));
/// return await builder.Build().RunAsync();
/// </code>
/// </summary>
public sealed class OperatorHost : IHost, IAsyncDisposable
{
    private readonly IHost? _host;
    private readonly IReadOnlyList<string> _problems;
    private readonly string? _help;

    internal OperatorHost(IHost? host, IReadOnlyList<string> problems, string? help)
    {
        _host = host;
        _problems = problems;
        _help = help;
    }

    /// <inheritdoc/>
    public IServiceProvider Services => _host?.Services ?? throw new OperatorOptionsException(_problems);

    /// <summary>Base URL of /metrics and /debug/operon once started; null when off.</summary>
    public Uri? MetricsUrl => Services.GetRequiredService<OperatorService>().Endpoints?.MetricsUrl;

    /// <summary>Base URL of /healthz and /readyz once started; null when off.</summary>
    public Uri? HealthUrl => Services.GetRequiredService<OperatorService>().Endpoints?.HealthUrl;

    /// <summary>
    /// Begins an operator. <paramref name="args"/> is the command line: the options of <see cref="OperatorOptions"/> are taken from it, the rest is configuration
    /// of the program's own (<c>--key=value</c>).
    /// </summary>
    public static OperatorHostBuilder CreateBuilder(string[]? args = null) => new(args ?? []);

    /// <summary>
    /// Runs until a signal, a cancellation or a failure. Returns the exit code: 0 after a stop that was asked for, 1 when the lease was lost, something failed or
    /// an option is wrong (said on standard error).
    /// </summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken = default)
    {
        if (_help is not null)
        {
            await Console.Out.WriteAsync(_help);
            return 0;
        }

        try
        {
            await StartAsync(cancellationToken);
            await _host!.WaitForShutdownAsync(cancellationToken);
            return Services.GetRequiredService<OperatorService>().Failure is null ? 0 : 1;
        }
        catch (Exception e) when (e is OperatorOptionsException or KubeconfigException or IOException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 0;
        }
        finally
        {
            await DisposeAsync();
        }
    }

    /// <summary>Starts without waiting for the end. Throws <see cref="OperatorOptionsException"/> when options are wrong.</summary>
    public Task StartAsync(CancellationToken cancellationToken = default) =>
        _host is not null && _problems.Count == 0 ? _host.StartAsync(cancellationToken) : throw new OperatorOptionsException(_problems);

    /// <summary>Stops gracefully. Throws what made the operator end before, such as <see cref="LeadershipLostException"/>.</summary>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        if (_host is not null)
        {
            await _host.StopAsync(cancellationToken);
            if (_host.Services.GetRequiredService<OperatorService>().Failure is { } failure)
            {
                ExceptionDispatchInfo.Throw(failure);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _host?.Dispose();

    /// <summary>Lets everything go.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_host is IAsyncDisposable host)
        {
            await host.DisposeAsync();
        }
    }
}
