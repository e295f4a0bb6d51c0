using System.Globalization;
using Grpc.Core;
using Operon.Etcd.Api;
using Operon.Etcd.Membership;

namespace Operon.Etcd.Backups.Tasks;

/// <summary>A member that was restored only to see whether it can be.</summary>
internal sealed class RestoredMember(Uri address, TimeProvider time)
{
    private static readonly TimeSpan _poll = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// Waits until it serves; then its revision has to be that of the backup or later (the snapshot is taken after the revision was read), and its hash
    /// over the keys up to that revision the one the source gave.
    /// </summary>
    public async Task<TaskResult> CheckAsync(BackupArtifact expected, MemberCredentials? user, CancellationToken cancellationToken)
    {
        using var connection = new MemberDialer(null).Connect(address, null, null);
        connection.Credentials = user is null ? [] : [user];
        var state = await ServingAsync(connection, cancellationToken);
        var revision = state.Figures?.Revision ?? 0;
        if (revision < expected.EtcdRevision)
        {
            return new TaskResult { Error = string.Create(CultureInfo.InvariantCulture, $"the restored member is at revision {revision}, the backup was taken at {expected.EtcdRevision}") };
        }

        var found = expected with { EtcdRevision = revision };
        if (expected.HashKv is { } hash)
        {
            var restored = await connection.HashKvAsync(hash.Revision, cancellationToken);
            if (restored.CompactRevision == hash.CompactRevision && restored.Hash != hash.Hash)
            {
                return new TaskResult { Error = $"the restored member's hash at revision {hash.Revision} is {restored.Hash:x}, the source's was {hash.Hash:x}" };
            }

            // After a compaction between hash and snapshot the two cannot be compared.
            found = found with { HashKv = restored.CompactRevision == hash.CompactRevision ? restored : null };
        }

        return new TaskResult { Artifact = found };
    }

    private async Task<MemberState> ServingAsync(IMemberConnection connection, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var state = await connection.StatusAsync(cancellationToken);
                if (state.Leader != 0)
                {
                    return state;
                }
            }
            catch (RpcException) when (!cancellationToken.IsCancellationRequested)
            {
                // It is starting.
            }

            await Task.Delay(_poll, time, cancellationToken);
        }
    }
}
