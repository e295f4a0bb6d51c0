using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Operon.Runtime;

/// <summary>The first SIGTERM or SIGINT stops gracefully, the second one ends the process with exit code 1.</summary>
internal sealed partial class SignalLifetime(IHostApplicationLifetime application, ILogger<OperatorHost> logger) : IHostLifetime, IDisposable
{
    private readonly List<PosixSignalRegistration> _registrations = [];
    private int _signals;

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT])
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, OnSignal));
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _signals) > 1)
        {
            Environment.Exit(1);
        }

        Stopping(logger, context.Signal);
        application.StopApplication();
    }

    [LoggerMessage(210, LogLevel.Information, "{Signal}: stopping; a second signal ends at once")]
    private static partial void Stopping(ILogger logger, PosixSignal signal);
}
