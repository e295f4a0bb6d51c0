using System.Security.Cryptography;

namespace Operon.Etcd.Backups;

/// <summary>
/// Checks a snapshot as it passes: etcd ends every snapshot it sends with the SHA-256 of all bytes before. Also counts, and hashes the whole.
/// </summary>
internal sealed class SnapshotHash : IDisposable
{
    private const int Page = 512;

    private readonly IncrementalHash _database = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash _whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _tail = new byte[SHA256.HashSizeInBytes];
    private int _tailLength;

    public long Length { get; private set; }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        Length += bytes.Length;
        _whole.AppendData(bytes);
        if (bytes.Length >= _tail.Length)
        {
            _database.AppendData(_tail.AsSpan(0, _tailLength));
            _database.AppendData(bytes[..^_tail.Length]);
            bytes[^_tail.Length..].CopyTo(_tail);
            _tailLength = _tail.Length;
            return;
        }

        var surplus = Math.Max(0, _tailLength + bytes.Length - _tail.Length);
        _database.AppendData(_tail.AsSpan(0, surplus));
        _tail.AsSpan(surplus, _tailLength - surplus).CopyTo(_tail);
        bytes.CopyTo(_tail.AsSpan(_tailLength - surplus));
        _tailLength += bytes.Length - surplus;
    }

    /// <summary>SHA-256 of all bytes, in hexadecimals. Throws <see cref="DamagedBackupException"/> when the snapshot is not whole. Call it once.</summary>
    public string Finish()
    {
        // A database has whole pages; the hash makes the odd 32 bytes.
        if (Length % Page != SHA256.HashSizeInBytes)
        {
            throw new DamagedBackupException($"the snapshot is cut off: it ends after {Length} bytes without etcd's hash");
        }

        if (!_database.GetHashAndReset().AsSpan().SequenceEqual(_tail))
        {
            throw new DamagedBackupException("the snapshot is damaged: it does not match the hash etcd put at its end");
        }

        return Convert.ToHexStringLower(_whole.GetHashAndReset());
    }

    public void Dispose()
    {
        _database.Dispose();
        _whole.Dispose();
    }
}
