using System.Runtime.InteropServices;

namespace Operon.Runtime;

/// <summary>
/// Signals that ask the process to end: the first cancels <see cref="Token"/>, so that the manager stops gracefully; the second ends the process at once with
/// exit code 1. Not needed under the generic host, which handles signals itself.
/// </summary>
public static class TerminationSignals
{
    private static readonly Lazy<SignalCounter> _counter = new(() => new SignalCounter([PosixSignal.SIGINT, PosixSignal.SIGTERM], Environment.Exit));

    /// <summary>Cancelled by the first SIGINT or SIGTERM after this was read for the first time.</summary>
    public static CancellationToken Token => _counter.Value.Token;
}
