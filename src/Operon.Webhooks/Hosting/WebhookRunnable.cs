using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using Operon.Kubernetes;
using Operon.Runtime;

namespace Operon.Webhooks;

/// <summary>
/// Runs the webhooks of an operator on every replica, before its caches: gets a certificate, listens, tells the API server whom to trust, and keeps all of it
/// up to date.
/// </summary>
internal sealed partial class WebhookRunnable(WebhookRunnableSettings settings) : IRunnable, IDisposable
{
    private static readonly TimeSpan _retry = TimeSpan.FromSeconds(3);
    private readonly ILogger _logger = settings.LoggerFactory.CreateLogger<WebhookServer>();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ServingCertificate? _files = settings.CertificateDirectory is { } directory ? new ServingCertificate(directory, settings.TimeProvider) : null;
    private volatile string? _problem = "the webhook server does not listen yet";

    public RunnableGroup Group => RunnableGroup.Webhooks;

    /// <summary>Whether the API server can call the webhooks.</summary>
    public HealthResult Check() => _problem is { } problem ? HealthResult.Unhealthy(problem) : HealthResult.Healthy;

    /// <summary>Whether what is served is valid.</summary>
    public HealthResult CheckCertificate()
    {
        var end = _files is { } files ? new DateTimeOffset(files.Current.NotAfter.ToUniversalTime()) : settings.Keeper?.End;
        return end is not { } time ? HealthResult.Unhealthy("there is no certificate for webhooks yet")
            : time <= settings.TimeProvider.GetUtcNow() ? HealthResult.Unhealthy($"the certificate of the webhooks has ended at {time:u}; see the operator's log for why it was not renewed")
            : HealthResult.Healthy;
    }

    public Task WaitUntilReadyAsync(CancellationToken cancellationToken) => _ready.Task.WaitAsync(cancellationToken);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (settings.Keeper is not null)
            {
                await PersistAsync("get certificates", PrepareAsync, cancellationToken);
            }

            await using var server = await WebhookServer.StartAsync(settings.Server with { Certificate = Certificate() }, settings.Webhooks, cancellationToken);
            settings.Endpoints.Listening(server.Url, () => settings.Keeper?.BundlePem);
            await PersistAsync("tell the API server about the webhooks", token => TellAsync(server.Url, token), cancellationToken);
            _problem = null;
            _ready.TrySetResult();
            await KeepAsync(server.Url, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
        finally
        {
            _ready.TrySetCanceled(CancellationToken.None);
            if (settings.Local is { } local)
            {
                await local.UnregisterAsync();
            }
        }
    }

    public void Dispose()
    {
        _files?.Dispose();
        settings.Keeper?.Dispose();
    }

    private Func<X509Certificate2> Certificate() => _files is { } files ? () => files.Current : () => settings.Keeper!.Serving;

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (settings.Injector is { } injector)
        {
            await injector.FindServicesAsync(cancellationToken);
        }

        await settings.Keeper!.EnsureAsync(cancellationToken);
    }

    private async Task TellAsync(Uri url, CancellationToken cancellationToken)
    {
        if (settings.Local is { } local)
        {
            await local.RegisterAsync(settings.LocalUrl(url), settings.Keeper!.BundlePem, cancellationToken);
        }

        if (settings.Injector is { } injector)
        {
            await injector.InjectAsync(cancellationToken);
        }
    }

    private async Task KeepAsync(Uri url, CancellationToken cancellationToken)
    {
        if (settings.Keeper is not { } keeper)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return;
        }

        var isTold = true;
        while (true)
        {
            await Task.Delay(settings.CheckPeriod, settings.TimeProvider, cancellationToken);
            try
            {
                // A rotation goes on only when the step before has been told.
                isTold = isTold && !await keeper.EnsureAsync(cancellationToken);
                if (!isTold)
                {
                    await TellAsync(url, cancellationToken);
                    isTold = true;
                }
            }
            catch (Exception e) when (IsTransient(e))
            {
                NotDone(_logger, "keep the certificates up to date", e.Message, settings.CheckPeriod);
            }
        }
    }

    /// <summary>Tries until it works. Without certificates there is no server, and without its CA nobody trusts it: nothing that starts later could work.</summary>
    private async Task PersistAsync(string what, Func<CancellationToken, Task> act, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await act(cancellationToken);
                return;
            }
            catch (Exception e) when (IsTransient(e))
            {
                _problem = $"could not {what}: {e.Message}";
                NotDone(_logger, what, e.Message, _retry);
                await Task.Delay(_retry, settings.TimeProvider, cancellationToken);
            }
        }
    }

    private static bool IsTransient(Exception e) => e is KubernetesApiException or HttpRequestException or TimeoutException;

    [LoggerMessage(430, LogLevel.Error, "Could not {What}: {Error}. The rights are listed in docs/sdk/webhooks.md; next try in {Retry}")]
    private static partial void NotDone(ILogger logger, string what, string error, TimeSpan retry);
}
