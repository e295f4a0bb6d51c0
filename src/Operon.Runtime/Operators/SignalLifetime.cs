using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Operon.Runtime;

/// <summary>The first SIGTERM or SIGINT stops gracefully, the second one ends the process with exit code 1.</summary>
internal sealed partial class SignalLifetime(IHostApplicationLifetime application, ILogger<OperatorHost> logger) : IHostLifetime, IDisposable
{
    private SignalCounter? _signals;

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        _signals = new SignalCounter([PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT], Environment.Exit);
        _signals.Token.Register(() =>
        {
            Stopping(logger);
            application.StopApplication();
        });
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _signals?.Dispose();

    [LoggerMessage(210, LogLevel.Information, "Asked to stop by a signal; a second one ends at once")]
    private static partial void Stopping(ILogger logger);
}
