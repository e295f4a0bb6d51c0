using System.Runtime.CompilerServices;
using Etcdserverpb;
using Grpc.Core;
using Operon.Etcd.Api;

namespace Operon.Etcd.Membership;

internal sealed partial class MemberConnection
{
    public async Task<BackupHash> HashKvAsync(long revision, CancellationToken cancellationToken)
    {
        var answer = await _maintenance.HashKVAsync(new HashKVRequest { Revision = revision }, Options(_hashTime, cancellationToken));
        return new BackupHash { Revision = revision, CompactRevision = answer.CompactRevision, Hash = answer.Hash };
    }

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> SnapshotAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await RefreshLoginAsync(cancellationToken);
        using var call = _maintenance.Snapshot(new SnapshotRequest(), new CallOptions(cancellationToken: cancellationToken));
        await foreach (var piece in call.ResponseStream.ReadAllAsync(cancellationToken))
        {
            yield return piece.Blob.Memory;
        }
    }
}
