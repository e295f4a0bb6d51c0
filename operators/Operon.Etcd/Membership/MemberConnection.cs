using Etcdserverpb;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Operon.Etcd.Planning;

namespace Operon.Etcd.Membership;

/// <summary>A gRPC channel to exactly one member.</summary>
internal sealed partial class MemberConnection : IMemberConnection
{
    private static readonly TimeSpan _readTime = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _changeTime = TimeSpan.FromSeconds(7);

    private readonly GrpcChannel _channel;
    private readonly Cluster.ClusterClient _cluster;
    private readonly Maintenance.MaintenanceClient _maintenance;
    private readonly KV.KVClient _kv;

    private readonly string _host;
    private readonly Func<string, int, CancellationToken, ValueTask<Stream>> _dial;

    public MemberConnection(Uri address, SocketsHttpHandler handler, Func<string, int, CancellationToken, ValueTask<Stream>> dial)
    {
        _host = address.Host;
        _dial = dial;
        _channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true });
        _login = new MemberLogin(_channel.CreateCallInvoker(), _loginTime);
        var invoker = _channel.Intercept(_login);
        _cluster = new Cluster.ClusterClient(invoker);
        _maintenance = new Maintenance.MaintenanceClient(invoker);
        _kv = new KV.KVClient(invoker);
        _auth = new Auth.AuthClient(invoker);
    }

    public async Task<MemberState> StatusAsync(CancellationToken cancellationToken)
    {
        var status = await _maintenance.StatusAsync(new StatusRequest(), Options(_readTime, cancellationToken));
        var extras = StatusExtras.Read(status);
        return new MemberState
        {
            ClusterId = status.Header.ClusterId,
            MemberId = status.Header.MemberId,
            Leader = status.Leader,
            Version = status.Version,
            AppliedIndex = status.RaftAppliedIndex == 0 ? status.RaftIndex : status.RaftAppliedIndex,
            IsLearner = status.IsLearner,
            HasErrors = status.Errors.Count > (status.Leader == 0 ? 1 : 0),
            StorageVersion = extras.StorageVersion,
            DowngradeTarget = extras.DowngradeTarget,
            Figures = new MemberFigures
            {
                DbSizeBytes = status.DbSize,
                DbSizeInUseBytes = status.DbSizeInUse,
                Revision = status.Header.Revision,
                RaftIndex = status.RaftIndex,
                RaftTerm = status.RaftTerm,
            },
        };
    }

    public async Task<MemberList?> ListAsync(CancellationToken cancellationToken)
    {
        var (confirmed, isAuthEnabled) = await ReadLinearizablyAsync(cancellationToken);
        try
        {
            var list = await _cluster.MemberListAsync(new MemberListRequest(), Options(_readTime, cancellationToken));
            return new MemberList(
                list.Header.ClusterId,
                [.. list.Members.Select(member => new ListedMember(member.ID, member.Name, [.. member.PeerURLs], member.IsLearner))],
                confirmed,
                isAuthEnabled);
        }
        catch (RpcException e) when (!cancellationToken.IsCancellationRequested && !confirmed && IsNoQuorum(e))
        {
            // Since 3.5 the list itself needs a quorum.
            return null;
        }
    }

    public async Task AddAsync(string peerUrl, bool asLearner, CancellationToken cancellationToken) =>
        await _cluster.MemberAddAsync(new MemberAddRequest { PeerURLs = { peerUrl }, IsLearner = asLearner }, Options(_changeTime, cancellationToken));

    public async Task PromoteAsync(ulong memberId, CancellationToken cancellationToken) =>
        await _cluster.MemberPromoteAsync(new MemberPromoteRequest { ID = memberId }, Options(_changeTime, cancellationToken));

    public async Task RemoveAsync(ulong memberId, CancellationToken cancellationToken) =>
        await _cluster.MemberRemoveAsync(new MemberRemoveRequest { ID = memberId }, Options(_changeTime, cancellationToken));

    public async Task MoveLeaderAsync(ulong targetId, CancellationToken cancellationToken) =>
        await _maintenance.MoveLeaderAsync(new MoveLeaderRequest { TargetID = targetId }, Options(_changeTime, cancellationToken));

    public void Dispose() => _channel.Dispose();

    private async Task<(bool IsConfirmed, bool IsAuthEnabled)> ReadLinearizablyAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _kv.RangeAsync(new RangeRequest { Key = ByteString.CopyFromUtf8("health"), KeysOnly = true }, Options(_readTime, cancellationToken));
            return (true, false);
        }
        catch (RpcException e) when (!cancellationToken.IsCancellationRequested)
        {
            // With authentication on, the read index is confirmed before the missing credentials are refused.
            var isRefused = e.StatusCode is StatusCode.PermissionDenied or StatusCode.Unauthenticated or StatusCode.InvalidArgument;
            return (isRefused, isRefused);
        }
    }

    private static bool IsNoQuorum(RpcException e) =>
        e.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Cancelled or StatusCode.Unknown;

    private static CallOptions Options(TimeSpan time, CancellationToken cancellationToken) =>
        new(deadline: DateTime.UtcNow + time, cancellationToken: cancellationToken);
}
