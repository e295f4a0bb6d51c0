using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Operon.Kubernetes;
using Xunit;

namespace Operon.Runtime.Tests;

public sealed class LeaderElectorTests
{
    private static readonly TimeSpan _step = TimeSpan.FromMilliseconds(100);
    private readonly FakeCluster _cluster = new();
    private readonly FakeTimeProvider _clock = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_takes_the_lease_at_once_and_renews_it()
    {
        var elector = Elector("a");
        await elector.AcquireAsync(Token);
        var taken = await LeaseAsync();
        Assert.Equal(("a", 15, 0), (taken.Spec.HolderIdentity, taken.Spec.LeaseDurationSeconds, taken.Spec.LeaseTransitions));

        using var stop = new CancellationTokenSource();
        var renewing = elector.RenewAsync(stop.Token);
        await Eventually.TrueAsync(() => Store.Writes.Count > 3, _clock, _step);
        Assert.True((await LeaseAsync()).Spec.RenewTime > taken.Spec.RenewTime);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => renewing);
    }

    [Fact]
    public async Task A_replica_takes_over_after_the_lease_was_not_renewed_for_its_duration_by_its_own_clock()
    {
        // The holder's clock is a day ahead: only what this replica itself observes may count.
        await _cluster.Resource(ResourceKinds.Lease).CreateAsync(
            Lease("dead", _clock.GetUtcNow().UtcDateTime.AddDays(1)), Token);
        var elector = Elector("b");
        var start = _clock.GetUtcNow();
        var acquiring = elector.AcquireAsync(Token);
        await Eventually.TrueAsync(() => acquiring.IsCompleted, _clock, _step);

        await acquiring;
        Assert.InRange((_clock.GetUtcNow() - start).TotalSeconds, 15, 21);
        Assert.Equal(("b", 1), ((await LeaseAsync()).Spec.HolderIdentity, (await LeaseAsync()).Spec.LeaseTransitions));
    }

    [Fact]
    public async Task A_lease_that_is_renewed_is_never_taken()
    {
        var first = Elector("a");
        await first.AcquireAsync(Token);
        using var stop = new CancellationTokenSource();
        var renewing = first.RenewAsync(stop.Token);
        var acquiring = Elector("b").AcquireAsync(stop.Token);
        var end = _clock.GetUtcNow().AddMinutes(1);
        await Eventually.TrueAsync(() => _clock.GetUtcNow() > end, _clock, _step);

        Assert.False(acquiring.IsCompleted);
        Assert.False(renewing.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => acquiring);
    }

    [Fact]
    public async Task Renewal_outlives_a_short_outage_and_is_lost_after_the_deadline()
    {
        var elector = Elector("a");
        await elector.AcquireAsync(Token);
        var outageEnds = _clock.GetUtcNow().AddSeconds(7);
        Store.Fault = _ => _clock.GetUtcNow() < outageEnds ? new HttpRequestException("connection refused") : null;
        var renewing = elector.RenewAsync(Token);
        var before = Store.Writes.Count;
        await Eventually.TrueAsync(() => Store.Writes.Count > before, _clock, _step);
        Assert.False(renewing.IsCompleted);

        var start = _clock.GetUtcNow();
        Store.Fault = _ => new HttpRequestException("connection refused");
        await Eventually.TrueAsync(() => renewing.IsCompleted, _clock, _step);

        await Assert.ThrowsAsync<LeadershipLostException>(() => renewing);
        Assert.InRange((_clock.GetUtcNow() - start).TotalSeconds, 9, 14);
        Assert.False(elector.IsLeader);
    }

    [Fact]
    public async Task A_lease_taken_by_another_is_lost_at_the_next_renewal()
    {
        var elector = Elector("a");
        await elector.AcquireAsync(Token);
        await _cluster.Resource(ResourceKinds.Lease).UpdateAsync(Lease("thief", _clock.GetUtcNow().UtcDateTime), Token);
        var renewing = elector.RenewAsync(Token);
        await Eventually.TrueAsync(() => renewing.IsCompleted, _clock, _step);
        Assert.Contains("thief", (await Assert.ThrowsAsync<LeadershipLostException>(() => renewing)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_released_lease_is_taken_without_waiting()
    {
        var first = Elector("a");
        await first.AcquireAsync(Token);
        await first.ReleaseAsync(Token);
        Assert.Equal("", (await LeaseAsync()).Spec.HolderIdentity ?? "");

        var start = _clock.GetUtcNow();
        await Elector("b").AcquireAsync(Token);
        Assert.Equal(start, _clock.GetUtcNow());
    }

    [Fact]
    public void Times_that_allow_two_leaders_are_refused() =>
        Assert.Throws<ArgumentException>(() => new LeaderElector(
            new LeaseLock(_cluster, "default", "l"), new LeaderElectionOptions { LeaseName = "l", LeaseDuration = TimeSpan.FromSeconds(5) }, _clock, NullLogger.Instance));

    private FakeStore Store => _cluster.Store(ResourceKinds.Lease);

    private static V1Lease Lease(string holder, DateTime time) => new()
    {
        Metadata = new V1ObjectMeta { Name = "lease", NamespaceProperty = "default" },
        Spec = new V1LeaseSpec { HolderIdentity = holder, LeaseDurationSeconds = 15, RenewTime = time, AcquireTime = time, LeaseTransitions = 0 },
    };

    private LeaderElector Elector(string identity) =>
        new(new LeaseLock(_cluster, "default", "lease"), new LeaderElectionOptions { LeaseName = "lease", Identity = identity }, _clock, NullLogger.Instance);

    private Task<V1Lease> LeaseAsync() => _cluster.Resource(ResourceKinds.Lease).GetAsync("default", "lease", Token);
}
