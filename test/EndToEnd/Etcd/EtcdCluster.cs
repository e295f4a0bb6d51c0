using EndToEnd.Clusters;
using Grpc.Core;
using Operon.Cli.Demo;

namespace EndToEnd.Etcd;

/// <summary>An etcd cluster seen through its client Service: only etcd's own answers count.</summary>
internal sealed class EtcdCluster(TestCluster cluster, string name) : IDisposable
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(120);
    private readonly EtcdView _view = new(cluster.Dialer, $"{name}-client.default.svc");

    /// <summary>Waits until exactly <paramref name="count"/> voters are healthy and one leads.</summary>
    public async Task<IReadOnlyList<EtcdMemberView>> HasHealthyVotersAsync(int count, string? except = null)
    {
        IReadOnlyList<EtcdMemberView> members = [];
        await Eventually.TrueAsync($"{count} healthy voters", async () =>
        {
            members = await _view.MembersAsync(TestContext.Current.CancellationToken) ?? [];
            return members.Count == count && members.All(member => member is { IsHealthy: true, IsLearner: false } && member.Name != except)
                && members.Count(member => member.IsLeader) == 1;
        }, _limit, async () => $"last seen: {string.Join("; ", members)}\n{await ClusterReport.OfAsync(cluster, name)}");
        return members;
    }

    public Task<IReadOnlyList<EtcdMemberView>?> MembersAsync() => _view.MembersAsync(TestContext.Current.CancellationToken);

    public Task PutAsync(string key, string value) => RetryAsync(() => _view.PutAsync(key, value, TestContext.Current.CancellationToken));

    public Task<string?> GetAsync(string key) => RetryAsync(() => _view.GetAsync(key, TestContext.Current.CancellationToken));

    public MembershipWatch WatchMembership() => new(_view);

    public void Dispose() => _view.Dispose();

    /// <summary>A leader change may refuse a request in flight; the client retries, as every etcd client does.</summary>
    private static async Task<T> RetryAsync<T>(Func<Task<T>> call)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (RpcException e) when (attempt < 10 && EtcdView.IsUnreachable(e))
            {
                await Task.Delay(500);
            }
        }
    }
}
