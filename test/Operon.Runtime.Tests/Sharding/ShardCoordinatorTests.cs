using Microsoft.Extensions.Time.Testing;
using Operon.Kubernetes;
using Xunit;

namespace Operon.Runtime.Tests;

public sealed class ShardCoordinatorTests : IAsyncDisposable
{
    private static readonly TimeSpan _step = TimeSpan.FromMilliseconds(100);
    private readonly FakeCluster _cluster = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly List<Replica> _replicas = [];

    private FakeStore Store => _cluster.Store(ResourceKinds.Lease);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_replica_takes_all_shards()
    {
        var a = Start("a");
        await UntilAsync(() => a.Held.Count == 8);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], a.Held);
        Assert.Equal((8, 0, 1), (a.Coordinator.State.Shards, a.Coordinator.State.Draining.Count, a.Coordinator.State.Replicas));
        var leases = (await _cluster.Resource(ResourceKinds.Lease).ListAsync("default", null, Token)).Items;
        Assert.Equal(
            ["work-layout", .. Enumerable.Range(0, 8).Select(shard => $"work-shard-{shard}")],
            leases.Select(lease => lease.Metadata.Name).Where(name => !name.Contains("member", StringComparison.Ordinal)).Order());
        Assert.All(leases, lease => Assert.Equal("work", lease.Metadata.Labels["sharding.operon.dev/name"]));
        Assert.All(leases.Where(lease => lease.Metadata.Name.Contains("-shard-", StringComparison.Ordinal)), lease => Assert.Equal("a", lease.Spec.HolderIdentity));
    }

    [Fact]
    public async Task Three_replicas_have_shares_that_differ_by_one_at_most_and_no_shard_twice()
    {
        var a = Start("a");
        await UntilAsync(() => a.Held.Count == 8);
        var b = Start("b");
        var c = Start("c");
        await UntilAsync(() => a.Held.Count + b.Held.Count + c.Held.Count == 8 && c.Held.Count > 0 && b.Held.Count > 0);
        await UntilAsync(() => new[] { a, b, c }.All(replica => replica.Held.Count is 2 or 3) && a.Held.Count + b.Held.Count + c.Held.Count == 8);
        Assert.Equal(8, a.Held.Concat(b.Held).Concat(c.Held).Distinct().Count());
        Assert.Equal(3, c.Coordinator.State.Replicas);
    }

    [Fact]
    public async Task A_shard_with_a_reconcile_in_flight_is_kept_until_that_has_ended()
    {
        var a = Start("a");
        await UntilAsync(() => a.Held.Count == 8);
        Assert.True(a.Coordinator.Map.TryEnter(7));
        var b = Start("b");
        await UntilAsync(() => b.Held.Count == 3);
        var end = _clock.GetUtcNow().AddMinutes(2);
        await UntilAsync(() => _clock.GetUtcNow() > end);
        Assert.Equal([7], a.Coordinator.State.Draining);
        Assert.Equal(3, b.Held.Count);
        Assert.False(a.Coordinator.Map.TryEnter(7));

        a.Coordinator.Map.Leave(7);
        await UntilAsync(() => b.Held.Contains(7));
        Assert.Equal(4, a.Held.Count);
    }

    [Fact]
    public async Task A_shard_that_is_kept_after_all_is_written_anew_so_that_a_late_request_to_let_it_go_is_refused()
    {
        var a = Start("a");
        await UntilAsync(() => a.Held.Count == 8);
        Assert.True(a.Coordinator.Map.TryEnter(7));
        var b = Start("b");
        await UntilAsync(() => a.Coordinator.State.Draining.SequenceEqual([7]) && b.Held.Count == 3);
        var late = await _cluster.Resource(ResourceKinds.Lease).GetAsync("default", "work-shard-7", Token);
        await b.StopAsync();
        await UntilAsync(() => a.Held.Count == 8);

        late.Spec.HolderIdentity = "";
        var refused = await Assert.ThrowsAsync<KubernetesApiException>(() => _cluster.Resource(ResourceKinds.Lease).UpdateAsync(late, Token));
        Assert.True(refused.IsConflict);
    }

    [Fact]
    public async Task A_replica_that_stops_lets_its_shards_go_at_once_and_leaves_no_lease_of_its_own()
    {
        var a = Start("a");
        var b = Start("b");
        await UntilAsync(() => a.Held.Count == 4 && b.Held.Count == 4);
        await a.StopAsync();
        var start = _clock.GetUtcNow();
        await UntilAsync(() => b.Held.Count == 8);
        Assert.InRange((_clock.GetUtcNow() - start).TotalSeconds, 0, 5);
        Assert.Single((await _cluster.Resource(ResourceKinds.Lease).ListAsync("default", null, Token)).Items, lease => lease.Metadata.Name.Contains("member", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_shards_of_a_replica_that_died_are_taken_after_its_lease_was_silent_for_its_duration()
    {
        var a = Start("a");
        var b = Start("b");
        await UntilAsync(() => a.Held.Count == 4 && b.Held.Count == 4);
        await a.DieAsync();
        var start = _clock.GetUtcNow();
        await UntilAsync(() => b.Held.Count == 8);
        Assert.InRange((_clock.GetUtcNow() - start).TotalSeconds, 13, 22);
        var member = a.MemberName;
        await UntilAsync(() => Store.VersionOf($"default/{member}") is null);
    }

    [Fact]
    public async Task A_replica_that_finds_shards_of_an_unknown_holder_waits_as_long_as_that_may_work()
    {
        var a = Start("a");
        await UntilAsync(() => a.Held.Count == 8);
        await a.DieAsync();
        Store.Delete($"default/{a.MemberName}");
        var b = Start("b");
        var start = _clock.GetUtcNow();
        await UntilAsync(() => b.Held.Count == 8);
        Assert.InRange((_clock.GetUtcNow() - start).TotalSeconds, 15, 22);
    }

    [Fact]
    public async Task A_replica_whose_sign_of_life_does_not_get_through_ends_before_others_take_its_shards()
    {
        var a = Start("a");
        await UntilAsync(() => a.Held.Count == 8);
        var start = _clock.GetUtcNow();
        Store.Fault = _ => new HttpRequestException("connection refused");
        await UntilAsync(() => a.Task.IsCompleted);
        Assert.InRange((_clock.GetUtcNow() - start).TotalSeconds, 8, 12);
        Assert.Contains("not renewed", (await Assert.ThrowsAsync<LeadershipLostException>(() => a.Task)).Message, StringComparison.Ordinal);
        Assert.Null(a.Coordinator.Term);
    }

    [Fact]
    public async Task A_shard_whose_lease_another_wrote_is_lost_and_the_replica_ends()
    {
        var a = Start("a");
        await UntilAsync(() => a.Held.Count == 8);
        Store.Delete("default/work-shard-3");
        await UntilAsync(() => a.Task.IsCompleted);
        var lost = await Assert.ThrowsAsync<LeadershipLostException>(() => a.Task);
        Assert.Contains("Shard 3 of work is lost: its Lease was deleted", lost.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_replica_with_another_number_of_shards_waits_until_those_at_work_are_gone()
    {
        var a = Start("a");
        await UntilAsync(() => a.Held.Count == 8);
        var b = Start("b", shards: 4);
        var end = _clock.GetUtcNow().AddMinutes(1);
        await UntilAsync(() => _clock.GetUtcNow() > end);
        Assert.Empty(b.Held);
        Assert.Equal((8, 1), (a.Held.Count, a.Coordinator.State.Replicas));
        await a.StopAsync();
        await UntilAsync(() => b.Held.Count == 4);

        // Nor does one that comes back with the old number.
        var late = Start("late");
        end = _clock.GetUtcNow().AddMinutes(1);
        await UntilAsync(() => _clock.GetUtcNow() > end);
        Assert.Empty(late.Held);
    }

    [Fact]
    public async Task A_take_whose_answer_got_lost_is_found_again()
    {
        var losses = 2;
        Store.Answer = verb => verb == "create" && Store.Writes[^1].Key.Contains("-shard-", StringComparison.Ordinal) && losses-- > 0
            ? new HttpRequestException("connection reset")
            : null;
        var a = Start("a");
        await UntilAsync(() => a.Held.Count == 8);
        Assert.True(losses < 0);
    }

    [Theory]
    [InlineData(0, "work", "Shards is 0")]
    [InlineData(257, "work", "Shards is 257")]
    [InlineData(8, "Work!", "\"Work!\"")]
    public void Options_that_cannot_work_are_refused_with_a_remedy(int shards, string name, string message) =>
        Assert.Contains(
            message,
            Assert.Throws<ArgumentException>(() => new ShardingOptions { Name = name, Shards = shards }.Validate()).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Stamps_are_refused_because_shards_move_back() =>
        Assert.Contains(
            "Deadline or None",
            Assert.Throws<ArgumentException>(() => new ShardingOptions { Name = "work", Fencing = LeaderFencing.Stamp }.Validate()).Message,
            StringComparison.Ordinal);

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in _replicas)
        {
            await replica.DieAsync();
        }
    }

    private Task UntilAsync(Func<bool> condition) => Eventually.TrueAsync(condition, _clock, _step);

    private Replica Start(string identity, int shards = 8)
    {
        var replica = new Replica(_cluster, _clock, new ShardingOptions { Name = "work", Shards = shards, Identity = identity });
        _replicas.Add(replica);
        return replica;
    }
}
