namespace Operon.Runtime.Tests;

/// <summary>A manager that runs until disposed.</summary>
internal sealed class RunningManager : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();

    public RunningManager(ControllerManager manager) => Task = manager.RunAsync(_stop.Token);

    public Task Task { get; }

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await Task;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }
}
