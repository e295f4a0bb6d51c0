using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Operon.Etcd.Backups.Encryption;

/// <summary>
/// AES-256-GCM over a row of chunks (the STREAM construction): the nonce counts the chunks and marks the last one, so that chunks cannot be left out,
/// moved or cut off at the end unnoticed.
/// </summary>
internal sealed class ChunkCipher : IDisposable
{
    public const int TagSize = 16;
    private const int NonceSize = 12;

    private readonly AesGcm _aes;
    private readonly byte[] _header;
    private readonly byte[] _nonce = new byte[NonceSize];
    private ulong _chunks;

    public ChunkCipher(EncryptionKey key, BackupHeader header)
    {
        _aes = new AesGcm(key.DeriveFor(header.Salt), TagSize);
        _header = header.Bytes;
    }

    /// <summary>Writes the encrypted bytes and their tag to <paramref name="output"/>.</summary>
    public void Seal(ReadOnlySpan<byte> plain, bool isLast, Span<byte> output) =>
        _aes.Encrypt(Nonce(isLast), plain, output[..plain.Length], output.Slice(plain.Length, TagSize), _header);

    /// <summary>Throws <see cref="AuthenticationTagMismatchException"/> when a bit is not as it was written.</summary>
    public void Open(ReadOnlySpan<byte> encrypted, bool isLast, Span<byte> plain)
    {
        var length = encrypted.Length - TagSize;
        _aes.Decrypt(Nonce(isLast), encrypted[..length], encrypted[length..], plain[..length], _header);
    }

    public void Dispose() => _aes.Dispose();

    private byte[] Nonce(bool isLast)
    {
        BinaryPrimitives.WriteUInt64BigEndian(_nonce.AsSpan(3), _chunks++);
        _nonce[^1] = isLast ? (byte)1 : (byte)0;
        return _nonce;
    }
}
