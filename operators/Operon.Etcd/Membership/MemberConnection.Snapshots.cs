using System.Runtime.CompilerServices;
using Etcdserverpb;
using Grpc.Core;
using Operon.Etcd.Api;

namespace Operon.Etcd.Membership;

internal sealed partial class MemberConnection
{
    private const string TokenHeader = "token";
    private static readonly TimeSpan _hashTime = TimeSpan.FromSeconds(30);

    public async Task<string> AuthenticateAsync(MemberCredentials credentials, CancellationToken cancellationToken)
    {
        var request = new AuthenticateRequest { Name = credentials.User, Password = credentials.Password };
        return (await new Auth.AuthClient(_channel).AuthenticateAsync(request, Options(_changeTime, cancellationToken))).Token;
    }

    public async Task<BackupHash> HashKvAsync(long revision, string? token, CancellationToken cancellationToken)
    {
        var answer = await _maintenance.HashKVAsync(new HashKVRequest { Revision = revision }, Options(_hashTime, cancellationToken).WithHeaders(Headers(token)));
        return new BackupHash { Revision = revision, CompactRevision = answer.CompactRevision, Hash = answer.Hash };
    }

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> SnapshotAsync(string? token, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var call = _maintenance.Snapshot(new SnapshotRequest(), new CallOptions(Headers(token), cancellationToken: cancellationToken));
        await foreach (var piece in call.ResponseStream.ReadAllAsync(cancellationToken))
        {
            yield return piece.Blob.Memory;
        }
    }

    private static Metadata Headers(string? token) => token is null ? [] : new Metadata { { TokenHeader, token } };
}
