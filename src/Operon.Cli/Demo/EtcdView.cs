using System.Text;
using Etcdserverpb;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Operon.LocalCluster.Networking;

namespace Operon.Cli.Demo;

/// <summary>Asks etcd itself, over its own gRPC API, through the client Service: what the demo verifies against.</summary>
internal sealed class EtcdView : IDisposable
{
    private readonly ClusterDialer _dialer;
    private readonly string _service;
    private readonly GrpcChannel _channel;

    /// <param name="dialer">Reaches names and addresses inside the cluster.</param>
    /// <param name="service">Host name of the client Service.</param>
    public EtcdView(ClusterDialer dialer, string service)
    {
        _dialer = dialer;
        _service = service;
        _channel = Open($"http://{service}:2379");
    }

    /// <summary>
    /// Whether a call failed because nobody answered: a member that stops closes its connections in the middle of calls, and a connection
    /// that is not made in time ends its call as cancelled, by nobody's wish.
    /// </summary>
    public static bool IsUnreachable(RpcException failure) =>
        failure.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded
        || (failure.StatusCode is StatusCode.Cancelled && IsTimeout(failure.Status.DebugException))
        || (failure.StatusCode is StatusCode.Internal && failure.Status.DebugException is HttpRequestException or IOException);

    private static bool IsTimeout(Exception? failure) => failure is TimeoutException || (failure is not null && IsTimeout(failure.InnerException));

    private static DateTime Deadline => DateTime.UtcNow.AddSeconds(3);

    /// <summary>The member list with each member's own status; null when no member could be asked.</summary>
    public async Task<IReadOnlyList<EtcdMemberView>?> MembersAsync(CancellationToken cancellationToken)
    {
        MemberListResponse list;
        try
        {
            list = await new Cluster.ClusterClient(_channel).MemberListAsync(new MemberListRequest(), deadline: Deadline, cancellationToken: cancellationToken);
        }
        catch (RpcException e) when (IsUnreachable(e))
        {
            return null;
        }

        return await Task.WhenAll(list.Members.Select(member => ViewAsync(member, cancellationToken)));
    }

    /// <summary>Writes a key through the Service and returns the revision.</summary>
    public async Task<long> PutAsync(string key, string value, CancellationToken cancellationToken)
    {
        var request = new PutRequest { Key = ByteString.CopyFromUtf8(key), Value = ByteString.CopyFromUtf8(value) };
        var response = await new KV.KVClient(_channel).PutAsync(request, deadline: Deadline, cancellationToken: cancellationToken);
        return response.Header.Revision;
    }

    /// <summary>Reads a key, linearizable, through the Service; null when it is not there.</summary>
    public async Task<string?> GetAsync(string key, CancellationToken cancellationToken)
    {
        var request = new RangeRequest { Key = ByteString.CopyFromUtf8(key) };
        var response = await new KV.KVClient(_channel).RangeAsync(request, deadline: Deadline, cancellationToken: cancellationToken);
        return response.Kvs.Count == 0 ? null : Encoding.UTF8.GetString(response.Kvs[0].Value.Span);
    }

    public void Dispose() => _channel.Dispose();

    private async Task<EtcdMemberView> ViewAsync(Member member, CancellationToken cancellationToken)
    {
        if (member.ClientURLs.Count == 0)
        {
            return new(member.ID, member.Name, member.IsLearner, false, null, 0);
        }

        using var channel = Open(member.ClientURLs[0]);
        try
        {
            var status = await new Maintenance.MaintenanceClient(channel).StatusAsync(new StatusRequest(), deadline: Deadline, cancellationToken: cancellationToken);
            return new(member.ID, member.Name, member.IsLearner, status.Leader == member.ID, status.Version, status.RaftIndex);
        }
        catch (RpcException e) when (IsUnreachable(e))
        {
            return new(member.ID, member.Name, member.IsLearner, false, null, 0);
        }
    }

    private GrpcChannel Open(string address) => GrpcChannel.ForAddress(address, new GrpcChannelOptions
    {
        HttpHandler = new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromSeconds(3),
            KeepAlivePingDelay = TimeSpan.FromSeconds(2),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(2),
            ConnectCallback = async (context, cancellationToken) => await _dialer.ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, cancellationToken),
        },
        DisposeHttpClient = true,
    });

    /// <inheritdoc/>
    public override string ToString() => $"{_service}:2379";
}
