using System.Runtime.InteropServices;

namespace Operon.Runtime;

internal sealed class SignalCounter : IDisposable
{
    private readonly CancellationTokenSource _first = new();
    private readonly PosixSignalRegistration[] _registrations;
    private readonly Action<int> _exit;
    private int _count;

    public SignalCounter(IReadOnlyList<PosixSignal> signals, Action<int> exit)
    {
        _exit = exit;
        _registrations = [.. signals.Select(signal => PosixSignalRegistration.Create(signal, Handle))];
    }

    public CancellationToken Token => _first.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _first.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        // The process ends by itself, or by the second signal.
        context.Cancel = true;
        if (Interlocked.Increment(ref _count) == 1)
        {
            _first.Cancel();
        }
        else
        {
            _exit(1);
        }
    }
}
