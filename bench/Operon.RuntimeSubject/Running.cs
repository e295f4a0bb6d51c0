using Operon.Runtime;

namespace Operon.RuntimeSubject;

/// <summary>A manager at work, stopped at the end of the scope.</summary>
internal sealed class Running : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    public Running(ControllerManager manager) => _running = manager.RunAsync(_stop.Token);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }
}
