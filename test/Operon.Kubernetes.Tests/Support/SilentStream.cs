using System.Net.Sockets;

namespace Operon.Kubernetes.Tests;

/// <summary>A connection that can fall silent: what is written vanishes and nothing arrives any more, as behind a firewall that forgot it.</summary>
internal sealed class SilentStream(Socket socket) : NetworkStream(socket, ownsSocket: true)
{
    private readonly TaskCompletionSource _never = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isSilent;

    public void FallSilent() => _isSilent = true;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await base.ReadAsync(buffer, cancellationToken);
        if (_isSilent)
        {
            await _never.Task.WaitAsync(cancellationToken);
        }

        return count;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        _isSilent ? ValueTask.CompletedTask : base.WriteAsync(buffer, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        _never.TrySetException(new IOException("closed"));
        base.Dispose(disposing);
    }
}
