using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Operon.Runtime.Tests;

/// <summary>The elector over a lock that hangs, refuses or changes hands.</summary>
public sealed class LeaderElectorFailureTests
{
    private static readonly TimeSpan _step = TimeSpan.FromMilliseconds(100);
    private readonly ArmedClock _clock = new(DateTimeOffset.UnixEpoch);
    private readonly ScriptedLock _lock = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(15, 10, 2, 5)]
    [InlineData(3, 1.5, 0.2, 1)]
    public async Task A_try_without_an_answer_ends_at_half_the_deadline_but_has_a_second_at_least(double lease, double deadline, double retry, double limit)
    {
        _lock.IsHanging = true;
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
        _lock.IsHanging = true;
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
        _lock.Stored = _lock.Stored!.LetGo(_clock.GetUtcNow()) with { Version = "other" };
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
        _lock.Error = new HttpRequestException("connection refused");
        await elector.ReleaseAsync(Token);
        Assert.False(elector.IsLeader);
        Assert.Equal(TimeSpan.Zero, term.Rest);
        Assert.Equal("a", _lock.Stored!.Holder);
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
        _lock.Stored = new LeaderRecord { Holder = "other", Version = "0" };
        var acquiring = Elector().AcquireAsync(Token);
        await Eventually.TrueAsync(() => acquiring.IsCompleted, _clock, _step);
        Assert.InRange(Elapsed, 15, 21);
        Assert.Equal(("a", 1), (_lock.Stored.Holder, _lock.Stored.Transitions));
    }

    [Fact]
    public async Task A_lock_that_another_made_in_between_is_waited_for()
    {
        _lock.BeforeWrite = () => _lock.Stored = new LeaderRecord { Holder = "other", LeaseDuration = TimeSpan.FromSeconds(30), Version = "0" };
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
        _lock,
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

    /// <summary>A lock in memory that can hang or fail, and counts how often it was asked.</summary>
    private sealed class ScriptedLock : ILeaderLock
    {
        private int _version;
        private int _requests;

        public int Requests => Volatile.Read(ref _requests);

        public LeaderRecord? Stored { get; set; }

        public bool IsHanging { get; set; }

        public Exception? Error { get; set; }

        /// <summary>Called once, before the next write.</summary>
        public Action? BeforeWrite { get; set; }

        public string Name => "scripted";

        public async Task<LeaderRecord?> FindAsync(CancellationToken cancellationToken)
        {
            await AnswerAsync(cancellationToken);
            return Stored;
        }

        public Task<LeaderRecord?> CreateAsync(LeaderRecord record, CancellationToken cancellationToken) => WriteAsync(null, record, cancellationToken);

        public Task<LeaderRecord?> UpdateAsync(LeaderRecord known, LeaderRecord record, CancellationToken cancellationToken) =>
            WriteAsync(known.Version, record, cancellationToken);

        private async Task<LeaderRecord?> WriteAsync(string? version, LeaderRecord record, CancellationToken cancellationToken)
        {
            await AnswerAsync(cancellationToken);
            BeforeWrite?.Invoke();
            BeforeWrite = null;
            return Stored?.Version == version ? Stored = record with { Version = $"{++_version}" } : null;
        }

        private async Task AnswerAsync(CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _requests);
            if (IsHanging)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            }

            if (Error is { } error)
            {
                throw error;
            }
        }
    }
}
