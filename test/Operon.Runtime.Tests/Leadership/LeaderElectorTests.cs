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

    [Fact]
    public async Task Changes_of_labels_do_not_prolong_a_lease()
    {
        var lease = await _cluster.Resource(ResourceKinds.Lease).CreateAsync(Lease("dead", _clock.GetUtcNow().UtcDateTime), Token);
        var acquiring = Elector("b").AcquireAsync(Token);
        var start = _clock.GetUtcNow();
        var n = 0;
        Store.Fault = verb =>
        {
            if (verb == "get")
            {
                Store.Relabel("default/lease", $"{n++}");
            }

            return null;
        };
        await Eventually.TrueAsync(() => acquiring.IsCompleted, _clock, _step);
        await acquiring;
        Assert.True(n > 3);
        Assert.InRange((_clock.GetUtcNow() - start).TotalSeconds, 15, 26);
        Assert.NotNull(lease.Metadata.Uid);
    }

    [Fact]
    public async Task Labels_are_put_on_the_lease_and_what_others_wrote_to_it_stays()
    {
        var stored = Lease("", _clock.GetUtcNow().UtcDateTime);
        stored.Metadata.Labels = new Dictionary<string, string> { ["theirs"] = "1" };
        stored.Spec.PreferredHolder = "somebody";
        stored.Spec.Strategy = "OldestEmulationVersion";
        await _cluster.Resource(ResourceKinds.Lease).CreateAsync(stored, Token);
        var elector = new LeaderElector(
            new LeaseLock(_cluster, "default", "lease", new Dictionary<string, string> { ["ours"] = "2" }), Options("a"), _clock, NullLogger.Instance);
        await elector.AcquireAsync(Token);
        var taken = await LeaseAsync();
        Assert.Equal(["ours=2", "theirs=1"], taken.Metadata.Labels.Select(label => $"{label.Key}={label.Value}").Order());
        Assert.Equal(("somebody", "OldestEmulationVersion", "a"), (taken.Spec.PreferredHolder, taken.Spec.Strategy, taken.Spec.HolderIdentity));
    }

    [Fact]
    public async Task A_leader_renews_without_reading_and_reads_only_after_a_conflict()
    {
        var elector = Elector("a");
        await elector.AcquireAsync(Token);
        var gets = Store.Gets;
        var renewing = elector.RenewAsync(Token);
        await Eventually.TrueAsync(() => Store.Writes.Count > 4, _clock, _step);
        Assert.Equal(gets, Store.Gets);

        Store.Relabel("default/lease", "x");
        var writes = Store.Writes.Count;
        await Eventually.TrueAsync(() => Store.Writes.Count > writes + 2, _clock, _step);
        Assert.Equal(gets + 1, Store.Gets);
        Assert.False(renewing.IsCompleted);
    }

    [Fact]
    public async Task A_deleted_lease_is_lost_leadership()
    {
        var elector = Elector("a");
        await elector.AcquireAsync(Token);
        Store.Delete("default/lease");
        var renewing = elector.RenewAsync(Token);
        await Eventually.TrueAsync(() => renewing.IsCompleted, _clock, _step);
        Assert.Contains("deleted", (await Assert.ThrowsAsync<LeadershipLostException>(() => renewing)).Message, StringComparison.Ordinal);
        Assert.Null(elector.Term);
    }

    [Fact]
    public async Task A_second_process_of_the_same_identity_takes_over_and_the_first_notices()
    {
        var first = Elector("same");
        await first.AcquireAsync(Token);
        var second = Elector("same");
        await second.AcquireAsync(Token);
        var renewing = first.RenewAsync(Token);
        await Eventually.TrueAsync(() => renewing.IsCompleted, _clock, _step);
        Assert.Contains("same identity", (await Assert.ThrowsAsync<LeadershipLostException>(() => renewing)).Message, StringComparison.Ordinal);
        Assert.True(second.Term!.Token > first.Term?.Token.GetValueOrDefault() || first.Term is null);
    }

    [Fact]
    public async Task A_term_counts_from_before_the_request_was_sent()
    {
        var slow = new SimulatedLock(_clock);
        var elector = new LeaderElector(slow.Over(() => new SimulatedLock.Trip(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1.5))), Options("a"), _clock, NullLogger.Instance);
        var acquiring = elector.AcquireAsync(Token);
        await Eventually.TrueAsync(() => acquiring.IsCompleted, _clock, _step);
        await acquiring;
        Assert.InRange(elector.Term!.Age.TotalSeconds, 2, 3);
        Assert.InRange(elector.Term.Rest.TotalSeconds, 7, 8);
    }

    [Fact]
    public async Task The_watchdog_complains_about_a_leader_that_neither_renews_nor_gives_up()
    {
        var elector = Elector("a");
        Assert.True(elector.Check().IsHealthy);
        await elector.AcquireAsync(Token);
        _clock.Advance(TimeSpan.FromSeconds(35));
        Assert.True(elector.Check().IsHealthy);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(elector.Check().IsHealthy);
    }

    [Fact]
    public async Task Fractions_of_seconds_are_rounded_up_so_that_nobody_takes_over_early()
    {
        var options = Options("a") with { LeaseDuration = TimeSpan.FromSeconds(1.9), RenewDeadline = TimeSpan.FromSeconds(1.5), RetryPeriod = TimeSpan.FromSeconds(0.2) };
        await new LeaderElector(new LeaseLock(_cluster, "default", "lease"), options, _clock, NullLogger.Instance).AcquireAsync(Token);
        Assert.Equal(2, (await LeaseAsync()).Spec.LeaseDurationSeconds);
    }

    [Fact]
    public async Task A_lease_that_others_touched_is_released_all_the_same_but_never_that_of_another_holder()
    {
        var first = Elector("a");
        await first.AcquireAsync(Token);
        Store.Relabel("default/lease", "x");
        await first.ReleaseAsync(Token);
        Assert.Equal("", (await LeaseAsync()).Spec.HolderIdentity ?? "");

        var second = Elector("b");
        await second.AcquireAsync(Token);
        await _cluster.Resource(ResourceKinds.Lease).UpdateAsync(Lease("thief", _clock.GetUtcNow().UtcDateTime), Token);
        await second.ReleaseAsync(Token);
        Assert.Equal("thief", (await LeaseAsync()).Spec.HolderIdentity);
    }

    [Fact]
    public async Task Whoever_asks_is_told_of_every_new_leader()
    {
        var told = new List<string>();
        await _cluster.Resource(ResourceKinds.Lease).CreateAsync(Lease("old", _clock.GetUtcNow().UtcDateTime), Token);
        var elector = new LeaderElector(new LeaseLock(_cluster, "default", "lease"), Options("b") with { LeaderChanged = told.Add }, _clock, NullLogger.Instance);
        var acquiring = elector.AcquireAsync(Token);
        await Eventually.TrueAsync(() => acquiring.IsCompleted, _clock, _step);
        Assert.Equal(["old", "b"], told);
    }

    [Fact]
    public async Task Waiting_replicas_spread_their_tries()
    {
        await _cluster.Resource(ResourceKinds.Lease).CreateAsync(Lease("other", _clock.GetUtcNow().UtcDateTime), Token);
        var at = new List<double>();
        var start = _clock.GetUtcNow();
        Store.Fault = _ =>
        {
            at.Add((_clock.GetUtcNow() - start).TotalSeconds);
            return null;
        };
        var jitter = new Queue<double>([0, 1, 0.5, 0, 0, 0, 0, 0, 0, 0]);
        var elector = new LeaderElector(new LeaseLock(_cluster, "default", "lease"), Options("b"), _clock, NullLogger.Instance, jitter.Dequeue);
        using var stop = new CancellationTokenSource();
        var acquiring = elector.AcquireAsync(stop.Token);
        await Eventually.TrueAsync(() => at.Count == 4, _clock, TimeSpan.FromMilliseconds(20));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => acquiring);
        Assert.Equal([2, 4.4, 3.2], at.Zip(at.Skip(1), (one, next) => Math.Round(next - one, 1)));
    }

    [Theory]
    [InlineData(0.5, 0.4, 0.1)]
    [InlineData(15, 15, 2)]
    [InlineData(15, 10, 9)]
    [InlineData(15, 10, 0)]
    public void Times_that_do_not_fit_together_are_refused(double lease, double renew, double retry) =>
        Assert.ThrowsAny<ArgumentException>(() => (Options("a") with
        {
            LeaseDuration = TimeSpan.FromSeconds(lease),
            RenewDeadline = TimeSpan.FromSeconds(renew),
            RetryPeriod = TimeSpan.FromSeconds(retry),
        }).Validate());

    private static LeaderElectionOptions Options(string identity) => new() { LeaseName = "lease", Identity = identity };

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
