using Etcdserverpb;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Operon.Etcd.Membership;
using Operon.Etcd.Planning;
using Operon.Etcd.Versions;
using Xunit;

namespace Operon.Etcd.Tests.Disaster;

/// <summary>Some members that founded a cluster together, and a client's view of them.</summary>
internal sealed class DurableCluster : IAsyncDisposable
{
    private readonly CancellationTokenSource _limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly List<DurableMember> _all = [];
    private readonly EtcdBinaries _etcd;
    private readonly HealthClock _clock = new();

    public DurableCluster(EtcdBinaries etcd, int size, params string[] flags)
    {
        _etcd = etcd;
        _limit.CancelAfter(TimeSpan.FromSeconds(60));
        _all.AddRange(Enumerable.Range(0, size).Select(number => new DurableMember($"m{number}", etcd)));
        Members = [.. _all];
        foreach (var member in Members)
        {
            member.Start(Members, isNew: true, flags);
        }
    }

    public CancellationToken Token => _limit.Token;

    public IReadOnlyList<DurableMember> Members { get; }

    public DurableMember Joining(string name)
    {
        _all.Add(new DurableMember(name, _etcd));
        return _all[^1];
    }

    public DurableMember Find(string name) => _all.Find(member => member.Name == name)!;

    public Task<MembershipFacts> FormedAsync() => UntilAsync(Members, membership => membership is { IsConfirmed: true, Leader: not null }
        && membership.Members.Count == Members.Count && membership.Members.All(member => member.IsHealthy));

    public async Task<MembershipFacts> UntilAsync(IEnumerable<DurableMember> members, Func<MembershipFacts?, bool> holds)
    {
        var connections = members.ToDictionary(member => member.Name, member => member.Connection);
        while (true)
        {
            var reading = await MembershipReader.ReadAsync(connections, _clock, TimeProvider.System, Token);
            if (holds(reading.Membership))
            {
                return reading.Membership!;
            }

            await Task.Delay(50, Token);
        }
    }

    public async Task<MemberState> StateAsync(DurableMember member, Func<MemberState, bool> holds)
    {
        MemberState? state = null;
        await RetryAsync(async () =>
        {
            state = await member.Connection.StatusAsync(Token);
            if (!holds(state))
            {
                throw new RpcException(new Status(StatusCode.Unavailable, "not yet"));
            }
        });
        return state!;
    }

    public async Task RetryAsync(Func<Task> change)
    {
        while (true)
        {
            try
            {
                await change();
                return;
            }
            catch (RpcException) when (!Token.IsCancellationRequested)
            {
                await Task.Delay(100, Token);
            }
        }
    }

    public async Task PutAsync(DurableMember member, string key, string value)
    {
        using var channel = GrpcChannel.ForAddress(member.ClientUrl);
        await new KV.KVClient(channel).PutAsync(new PutRequest { Key = ByteString.CopyFromUtf8(key), Value = ByteString.CopyFromUtf8(value) }, cancellationToken: Token);
    }

    public async Task<string?> GetAsync(DurableMember member, string key)
    {
        using var channel = GrpcChannel.ForAddress(member.ClientUrl);
        var response = await new KV.KVClient(channel).RangeAsync(new RangeRequest { Key = ByteString.CopyFromUtf8(key) }, cancellationToken: Token);
        return response.Kvs.Count == 0 ? null : response.Kvs[0].Value.ToStringUtf8();
    }

    public async Task<int> SnapshotSizeAsync(DurableMember member)
    {
        using var channel = GrpcChannel.ForAddress(member.ClientUrl);
        using var call = new Etcdserverpb.Maintenance.MaintenanceClient(channel).Snapshot(new SnapshotRequest(), cancellationToken: Token);
        var size = 0;
        await foreach (var part in call.ResponseStream.ReadAllAsync(Token))
        {
            size += part.Blob.Length;
        }

        return size;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var member in _all)
        {
            await member.DisposeAsync();
        }

        _limit.Dispose();
    }
}
