using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Operon.Etcd.Backups.Encryption;

/// <summary>
/// The first 64 bytes of an encrypted backup: 16 of magic and version, 8 of key ID, 4 of chunk size, 4 reserved, 32 of salt. All of them are
/// authenticated with each chunk.
/// </summary>
internal sealed record BackupHeader(byte[] Bytes)
{
    public const int Size = 64;
    public const int DefaultChunk = 64 << 10;
    private const int LargestChunk = 16 << 20;

    public static ReadOnlySpan<byte> Magic => "operon-backup/1\n"u8;

    public ReadOnlySpan<byte> KeyId => Bytes.AsSpan(16, EncryptionKey.IdSize);

    public int ChunkSize => BinaryPrimitives.ReadInt32BigEndian(Bytes.AsSpan(24));

    public ReadOnlySpan<byte> Salt => Bytes.AsSpan(32, 32);

    public static BackupHeader New(EncryptionKey key, int chunkSize)
    {
        var bytes = new byte[Size];
        Magic.CopyTo(bytes);
        key.Id.CopyTo(bytes, 16);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(24), chunkSize);
        RandomNumberGenerator.Fill(bytes.AsSpan(32));
        return new BackupHeader(bytes);
    }

    /// <summary>Whether a file that begins like this is an encrypted backup.</summary>
    public static bool IsAt(ReadOnlySpan<byte> start) => start.StartsWith(Magic);

    public static BackupHeader Parse(byte[] bytes)
    {
        var header = new BackupHeader(bytes);
        return header.ChunkSize is > 0 and <= LargestChunk ? header : throw new DamagedBackupException("the header of the encrypted backup is damaged");
    }
}
