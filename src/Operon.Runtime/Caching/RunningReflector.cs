namespace Operon.Runtime;

/// <summary>A reflector at work, for a fixed set of representations.</summary>
internal sealed class RunningReflector(Reflector reflector, ICacheForm[] forms, CancellationToken stop)
{
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(stop);
    private Task _run = Task.CompletedTask;

    public Reflector Reflector => reflector;

    public ICacheForm[] Forms => forms;

    public void Start() => _run = Task.Run(() => reflector.RunAsync(_stop.Token), CancellationToken.None);

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _run;
        _stop.Dispose();
    }
}
