namespace Operon.Etcd.Stores;

/// <summary>
/// An object that is being written, in parts of at most <see cref="PartSize"/> bytes: what is held in memory. Disposing without a commit takes
/// everything back.
/// </summary>
internal abstract class ObjectUpload(int partSize = ObjectUpload.PartSize) : IAsyncDisposable
{
    /// <summary>8 MiB: above the 5 MiB that S3 asks of a part, and a multiple of Google's 256 KiB.</summary>
    public const int PartSize = 8 << 20;

    private readonly byte[] _part = new byte[partSize];
    private int _filled;
    private bool _isCommitted;

    /// <summary>Bytes written so far.</summary>
    public long Length { get; private set; }

    /// <summary>Parts sent before the last one.</summary>
    protected int PartsSent { get; private set; }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (bytes.Length > 0)
        {
            if (_filled == _part.Length)
            {
                await SendPartAsync(PartsSent + 1, _part, cancellationToken);
                PartsSent++;
                _filled = 0;
            }

            var count = Math.Min(bytes.Length, _part.Length - _filled);
            bytes[..count].CopyTo(_part.AsMemory(_filled));
            _filled += count;
            Length += count;
            bytes = bytes[count..];
        }
    }

    /// <summary>Makes the object appear. Throws <see cref="ObjectExistsException"/> when somebody else took the key meanwhile.</summary>
    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        await FinishAsync(_part.AsMemory(0, _filled), cancellationToken);
        _isCommitted = true;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_isCommitted)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            await AbortAsync(limit.Token);
        }

        await ReleaseAsync();
    }

    /// <summary>Sends a full part that is not the last one; numbers begin with 1.</summary>
    protected abstract Task SendPartAsync(int number, ReadOnlyMemory<byte> part, CancellationToken cancellationToken);

    /// <summary>Sends the last part and makes the object visible.</summary>
    protected abstract Task FinishAsync(ReadOnlyMemory<byte> lastPart, CancellationToken cancellationToken);

    /// <summary>Takes back what was sent; must not throw for a store that is away.</summary>
    protected abstract Task AbortAsync(CancellationToken cancellationToken);

    protected virtual ValueTask ReleaseAsync() => ValueTask.CompletedTask;
}
