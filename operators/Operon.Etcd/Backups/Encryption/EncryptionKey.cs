using System.Security.Cryptography;
using System.Text;
using Operon.Etcd.Objects;

namespace Operon.Etcd.Backups.Encryption;

/// <summary>A 256-bit key. Its ID, which a backup carries in the clear, tells nothing about it.</summary>
internal sealed class EncryptionKey
{
    public const int Size = 32;
    public const int IdSize = 8;

    private static readonly byte[] _idPurpose = Encoding.ASCII.GetBytes("operon-etcd-backup key id");
    private readonly byte[] _bytes;

    public EncryptionKey(byte[] bytes)
    {
        _bytes = bytes;
        Id = HMACSHA256.HashData(bytes, _idPurpose)[..IdSize];
    }

    public byte[] Id { get; }

    /// <summary>A key of its own for each file, so that no nonce is ever used twice with one key.</summary>
    public byte[] DeriveFor(ReadOnlySpan<byte> salt)
    {
        var derived = new byte[Size];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _bytes, derived, salt, "operon-etcd-backup v1"u8);
        return derived;
    }

    /// <summary>Reads 32 raw bytes, 64 hexadecimal digits or 44 characters of base64. Throws <see cref="InvalidSpecException"/> that names the place.</summary>
    public static EncryptionKey Parse(byte[] value, string place)
    {
        if (value.Length == Size)
        {
            return new EncryptionKey(value);
        }

        var text = Encoding.UTF8.GetString(value).Trim();
        var decoded = new byte[Size];
        if (text.Length == Size * 2 && Convert.FromHexString(text, decoded, out _, out var written) == System.Buffers.OperationStatus.Done && written == Size)
        {
            return new EncryptionKey(decoded);
        }

        return text.Length == 44 && Convert.TryFromBase64String(text, decoded, out written) && written == Size
            ? new EncryptionKey(decoded)
            : throw new InvalidSpecException($"{place}: has to be 32 bytes, raw, in hexadecimals or in base64; make one with: openssl rand -hex 32");
    }
}
