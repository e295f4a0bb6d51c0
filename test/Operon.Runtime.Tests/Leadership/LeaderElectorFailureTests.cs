using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Operon.Runtime.Tests;

/// <summary>The elector over a lock that hangs, refuses or changes hands.</summary>
public sealed class LeaderElectorFailureTests
{
    private static readonly TimeSpan _step = TimeSpan.FromMilliseconds(100);
    private static readonly SimulatedLock.Trip _noAnswer = SimulatedLock.Trip.Instant with { RequestArrives = false };
    private readonly ArmedClock _clock = new(DateTimeOffset.UnixEpoch);
    private readonly SimulatedLock _lock;
    private SimulatedLock.Trip _trip = SimulatedLock.Trip.Instant;
    private Action _beforeRequest = () => { };

    public LeaderElectorFailureTests() => _lock = new SimulatedLock(_clock);

    /// <summary>The lock as somebody else reaches it.</summary>
    private ILeaderLock Others => _lock.Over(() => SimulatedLock.Trip.Instant);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(15, 10, 2, 5)]
    [InlineData(3, 1.5, 0.2, 1)]
    public async Task A_try_without_an_answer_ends_at_half_the_deadline_but_has_a_second_at_least(double lease, double deadline, double retry, double limit)
    {
        _trip = _noAnswer;
        var elector = Elector(lease, deadline, retry);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var acquiring = elector.AcquireAsync(stop.Token);
        for (var tries = 1; tries <= 3; tries++)
        {
            await Eventually.TrueAsync(() => _lock.Requests == tries);
            await AdvanceToTimerAsync(limit);
            await AdvanceToTimerAsync(retry);
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => acquiring);
        Assert.False(elector.IsLeader);
    }

    [Fact]
    public async Task The_last_renewal_is_given_up_with_the_deadline_not_after_it()
    {
        var elector = Elector();
        await elector.AcquireAsync(Token);
        _trip = _noAnswer;
        var before = _lock.Requests;
        var renewing = elector.RenewAsync(Token);
        await AdvanceToTimerAsync(2);
        await Eventually.TrueAsync(() => _lock.Requests == before + 1);
        await AdvanceToTimerAsync(5);
        await AdvanceToTimerAsync(2);
        await Eventually.TrueAsync(() => _lock.Requests == before + 2);
        await AdvanceToTimerAsync(1);
        await AdvanceToTimerAsync(0.001);

        var lost = await Assert.ThrowsAsync<LeadershipLostException>(() => renewing.WaitAsync(TimeSpan.FromSeconds(20), Token));
        Assert.Contains("not renewed within 00:00:10", lost.Message, StringComparison.Ordinal);
        Assert.Equal(before + 2, _lock.Requests);
        Assert.Null(elector.Term);
    }

    [Fact]
    public async Task A_lease_that_somebody_else_let_go_is_lost()
    {
        var elector = Elector();
        await elector.AcquireAsync(Token);
        await Others.UpdateAsync(_lock.Stored!, _lock.Stored!.LetGo(_clock.GetUtcNow()), Token);
        var renewing = elector.RenewAsync(Token);
        await Eventually.TrueAsync(() => renewing.IsCompleted, _clock, _step);
        Assert.Contains("let go by somebody else", (await Assert.ThrowsAsync<LeadershipLostException>(() => renewing)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_replica_that_does_not_lead_renews_and_releases_nothing()
    {
        var elector = Elector();
        await Assert.ThrowsAsync<InvalidOperationException>(() => elector.RenewAsync(Token));
        await elector.ReleaseAsync(Token);
        Assert.Equal(0, _lock.Requests);
    }

    [Fact]
    public async Task A_release_that_fails_does_not_spoil_the_stop()
    {
        var elector = Elector();
        await elector.AcquireAsync(Token);
        var term = elector.Term!;
        _trip = SimulatedLock.Trip.Instant with { AnswerArrives = false };
        await elector.ReleaseAsync(Token);
        Assert.False(elector.IsLeader);
        Assert.Equal(TimeSpan.Zero, term.Rest);
    }

    [Fact]
    public async Task A_released_lease_is_not_released_again()
    {
        var elector = Elector();
        await elector.AcquireAsync(Token);
        await elector.ReleaseAsync(Token);
        Assert.Equal(("", TimeSpan.FromSeconds(1)), (_lock.Stored!.Holder, _lock.Stored.LeaseDuration));
        var requests = _lock.Requests;
        await elector.ReleaseAsync(Token);
        Assert.Equal(requests, _lock.Requests);
    }

    [Fact]
    public async Task A_record_without_a_duration_is_waited_for_as_long_as_an_own_one()
    {
        await Others.CreateAsync(new LeaderRecord { Holder = "other" }, Token);
        var acquiring = Elector().AcquireAsync(Token);
        await Eventually.TrueAsync(() => acquiring.IsCompleted, _clock, _step);
        Assert.InRange(Elapsed, 15, 21);
        Assert.Equal(("a", 1), (_lock.Stored!.Holder, _lock.Stored.Transitions));
    }

    [Fact]
    public async Task A_lock_that_another_made_in_between_is_waited_for()
    {
        // The first request finds no record, the second would make it.
        var requests = 0;
        _beforeRequest = () =>
        {
            if (++requests == 2)
            {
                _ = Others.CreateAsync(new LeaderRecord { Holder = "other", LeaseDuration = TimeSpan.FromSeconds(30) }, Token);
            }
        };
        var acquiring = Elector().AcquireAsync(Token);
        await Eventually.TrueAsync(() => acquiring.IsCompleted, _clock, _step);
        Assert.InRange(Elapsed, 32, 40);
        Assert.Equal("a", _lock.Stored!.Holder);
    }

    private double Elapsed => (_clock.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds;

    /// <summary>Waits until somebody has set a timer for just that time from now, and advances to it.</summary>
    private async Task AdvanceToTimerAsync(double seconds)
    {
        var time = TimeSpan.FromSeconds(seconds);
        await Eventually.TrueAsync(() => _clock.HasTimerFor(_clock.GetUtcNow() + time), () => $"no timer {seconds} s after {Elapsed} s");
        _clock.Advance(time);
    }

    private LeaderElector Elector(double lease = 15, double deadline = 10, double retry = 2) => new(
        _lock.Over(() =>
        {
            _beforeRequest();
            return _trip;
        }),
        new LeaderElectionOptions
        {
            LeaseName = "lease",
            Identity = "a",
            LeaseDuration = TimeSpan.FromSeconds(lease),
            RenewDeadline = TimeSpan.FromSeconds(deadline),
            RetryPeriod = TimeSpan.FromSeconds(retry),
        },
        _clock,
        NullLogger.Instance,
        () => 0);
}
