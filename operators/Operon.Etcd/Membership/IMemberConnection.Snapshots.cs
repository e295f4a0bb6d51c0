using Operon.Etcd.Api;

namespace Operon.Etcd.Membership;

internal partial interface IMemberConnection
{
    /// <summary>Hash over all keys up to a revision of this member.</summary>
    Task<BackupHash> HashKvAsync(long revision, CancellationToken cancellationToken);

    /// <summary>
    /// The database as it is now, in pieces, with its SHA-256 at the end. A piece is only valid until the next one is asked for. Has no deadline but
    /// that of <paramref name="cancellationToken"/>.
    /// </summary>
    IAsyncEnumerable<ReadOnlyMemory<byte>> SnapshotAsync(CancellationToken cancellationToken);
}
