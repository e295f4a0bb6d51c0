using System.Security.Cryptography;
using Operon.Etcd.Api;
using Operon.Etcd.Backups.Encryption;
using Operon.Etcd.Stores;

namespace Operon.Etcd.Backups;

/// <summary>Reads a stored backup as a plain snapshot, and proves it whole while doing so.</summary>
internal sealed class BackupReader(TimeProvider time)
{
    private const int PieceSize = 256 << 10;

    /// <summary>
    /// Passes the snapshot to <paramref name="output"/> (null only checks it). Throws <see cref="DamagedBackupException"/> when it is not whole; what was
    /// passed on before has to be thrown away then.
    /// </summary>
    /// <param name="source">The store and the object's key.</param>
    /// <param name="keys">Needed for encrypted backups.</param>
    /// <param name="expectedSha256">Hash of the stored bytes; null when it is not known.</param>
    /// <param name="output">Where the snapshot goes.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<BackupArtifact> ReadAsync(OpenedStore source, KeyRing? keys, string? expectedSha256, Stream? output, CancellationToken cancellationToken)
    {
        var uri = source.Store.UriOf(source.Key);
        var stored = await source.Store.FindAsync(source.Key, cancellationToken)
            ?? throw new DamagedBackupException($"{uri} does not exist");
        await using var hashing = new HashingStream(new ResumingStream(source.Store, stored, time));
        var start = new byte[BackupHeader.Size];
        var length = await hashing.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken);
        var isEncrypted = BackupHeader.IsAt(start);
        using var check = new SnapshotHash();
        if (isEncrypted)
        {
            if (keys is null)
            {
                throw new DamagedBackupException($"{uri} is encrypted; name its key in spec.encryption.keySecret");
            }

            await using var plain = DecryptingStream.Open(hashing, BackupHeader.Parse(start), keys);
            await CopyAsync(plain, check, output, cancellationToken);
        }
        else
        {
            await PassAsync(start.AsMemory(0, length), check, output, cancellationToken);
            await CopyAsync(hashing, check, output, cancellationToken);
        }

        check.Finish();
        var sha256 = hashing.Finish();
        if (expectedSha256 is { Length: > 0 } && !string.Equals(sha256, expectedSha256, StringComparison.OrdinalIgnoreCase))
        {
            throw new DamagedBackupException($"{uri} is not the object that was backed up: its SHA-256 is {sha256}, not {expectedSha256}");
        }

        return new BackupArtifact { Uri = uri, Key = source.Key, SizeBytes = stored.Size, Sha256 = sha256, Encrypted = isEncrypted };
    }

    private static async Task CopyAsync(Stream from, SnapshotHash check, Stream? output, CancellationToken cancellationToken)
    {
        var piece = new byte[PieceSize];
        while (await from.ReadAsync(piece, cancellationToken) is > 0 and var count)
        {
            await PassAsync(piece.AsMemory(0, count), check, output, cancellationToken);
        }
    }

    private static async ValueTask PassAsync(ReadOnlyMemory<byte> bytes, SnapshotHash check, Stream? output, CancellationToken cancellationToken)
    {
        check.Append(bytes.Span);
        if (output is not null)
        {
            await output.WriteAsync(bytes, cancellationToken);
        }
    }

    private sealed class HashingStream(Stream source) : ReadStream
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = await source.ReadAsync(buffer, cancellationToken);
            _hash.AppendData(buffer.Span[..count]);
            return count;
        }

        public string Finish() => Convert.ToHexStringLower(_hash.GetHashAndReset());

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                source.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
