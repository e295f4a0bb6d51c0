namespace Operon.Etcd.Backups.Encryption;

/// <summary>Encrypts what is written and passes it on, a chunk at a time.</summary>
internal sealed class EncryptingWriter(EncryptionKey key, IByteSink next, int chunkSize = BackupHeader.DefaultChunk) : IByteSink, IDisposable
{
    private readonly BackupHeader _header = BackupHeader.New(key, chunkSize);
    private readonly byte[] _plain = new byte[chunkSize];
    private readonly byte[] _sealed = new byte[chunkSize + ChunkCipher.TagSize];
    private ChunkCipher? _cipher;
    private int _filled;

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await BeginAsync(cancellationToken);
        while (bytes.Length > 0)
        {
            if (_filled == _plain.Length)
            {
                await SealAsync(isLast: false, cancellationToken);
            }

            var count = Math.Min(bytes.Length, _plain.Length - _filled);
            bytes[..count].CopyTo(_plain.AsMemory(_filled));
            _filled += count;
            bytes = bytes[count..];
        }
    }

    public async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        await BeginAsync(cancellationToken);
        await SealAsync(isLast: true, cancellationToken);
        await next.CompleteAsync(cancellationToken);
    }

    public void Dispose() => _cipher?.Dispose();

    private async ValueTask BeginAsync(CancellationToken cancellationToken)
    {
        if (_cipher is null)
        {
            _cipher = new ChunkCipher(key, _header);
            await next.WriteAsync(_header.Bytes, cancellationToken);
        }
    }

    private async ValueTask SealAsync(bool isLast, CancellationToken cancellationToken)
    {
        _cipher!.Seal(_plain.AsSpan(0, _filled), isLast, _sealed);
        await next.WriteAsync(_sealed.AsMemory(0, _filled + ChunkCipher.TagSize), cancellationToken);
        _filled = 0;
    }
}
