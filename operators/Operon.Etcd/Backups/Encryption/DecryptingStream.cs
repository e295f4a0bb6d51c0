using System.Security.Cryptography;
using Operon.Etcd.Stores;

namespace Operon.Etcd.Backups.Encryption;

/// <summary>The plain bytes of an encrypted backup. Throws <see cref="DamagedBackupException"/> before it gives a byte that was not written so.</summary>
internal sealed class DecryptingStream : ReadStream
{
    private readonly Stream _source;
    private readonly ChunkCipher _cipher;
    private readonly byte[] _encrypted;
    private readonly byte[] _plain;
    private int _ahead = -1;
    private int _plainStart;
    private int _plainEnd;
    private bool _isAtEnd;

    private DecryptingStream(Stream source, ChunkCipher cipher, int chunkSize)
    {
        _source = source;
        _cipher = cipher;
        _plain = new byte[chunkSize];

        // One byte of the next chunk tells whether this one is the last.
        _encrypted = new byte[chunkSize + ChunkCipher.TagSize + 1];
    }

    /// <param name="source">Positioned behind the header.</param>
    /// <param name="header">What stood before.</param>
    /// <param name="keys">Has to hold the key of the backup.</param>
    public static DecryptingStream Open(Stream source, BackupHeader header, KeyRing keys) =>
        new(source, new ChunkCipher(keys.Find(header.KeyId), header), header.ChunkSize);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_plainStart == _plainEnd && !_isAtEnd)
        {
            await FillAsync(cancellationToken);
        }

        var count = Math.Min(buffer.Length, _plainEnd - _plainStart);
        _plain.AsMemory(_plainStart, count).CopyTo(buffer);
        _plainStart += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _cipher.Dispose();
            _source.Dispose();
        }

        base.Dispose(disposing);
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        var start = 0;
        if (_ahead >= 0)
        {
            _encrypted[0] = (byte)_ahead;
            start = 1;
        }

        var length = start + await _source.ReadAtLeastAsync(_encrypted.AsMemory(start), _encrypted.Length - start, throwOnEndOfStream: false, cancellationToken);
        _isAtEnd = length < _encrypted.Length;
        var chunk = _isAtEnd ? length : length - 1;
        _ahead = _isAtEnd ? -1 : _encrypted[chunk];
        if (chunk < ChunkCipher.TagSize)
        {
            throw new DamagedBackupException("the encrypted backup is cut off");
        }

        try
        {
            _cipher.Open(_encrypted.AsSpan(0, chunk), _isAtEnd, _plain);
        }
        catch (AuthenticationTagMismatchException)
        {
            throw new DamagedBackupException("the encrypted backup was changed or is cut off");
        }

        _plainStart = 0;
        _plainEnd = chunk - ChunkCipher.TagSize;
    }
}
