using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Operon.Runtime.Tests;

public sealed class FenceTests
{
    private readonly FakeTimeProvider _clock = new();
    private LeadershipTerm? _term;
    private int _sent;

    public FenceTests() => _term = new LeadershipTerm(7, TimeSpan.FromSeconds(10), 0, _clock.GetTimestamp(), _clock);

    private Fence Fence => new("default/lease", LeaderFencing.Deadline, () => _term, _ => { }, _clock);

    [Fact]
    public async Task A_leader_writes_until_the_renew_deadline_and_not_a_moment_longer()
    {
        await AsLeaderAsync(SendAsync);
        _clock.Advance(TimeSpan.FromSeconds(9.999));
        await AsLeaderAsync(SendAsync);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        await Assert.ThrowsAsync<LeadershipLostException>(() => AsLeaderAsync(SendAsync));
        Assert.Equal(2, _sent);

        _term!.Renewed(_clock.GetTimestamp());
        await AsLeaderAsync(SendAsync);
        _term.End();
        await Assert.ThrowsAsync<LeadershipLostException>(() => AsLeaderAsync(SendAsync));
        _term = null;
        await Assert.ThrowsAsync<LeadershipLostException>(() => AsLeaderAsync(SendAsync));
        Assert.Equal(3, _sent);
    }

    [Fact]
    public async Task A_write_in_flight_is_given_up_when_the_term_runs_out_but_not_when_it_was_renewed_meanwhile()
    {
        var begun = new TaskCompletionSource();
        var writing = AsLeaderAsync(token => Fence.RunAsync("write", (_, stop) => HangAsync(stop, begun), token));
        await begun.Task;
        _clock.Advance(TimeSpan.FromSeconds(9));
        _term!.Renewed(_clock.GetTimestamp());
        _clock.Advance(TimeSpan.FromSeconds(9));
        await Task.Yield();
        Assert.False(writing.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(1.1));
        var lost = await Assert.ThrowsAsync<LeadershipLostException>(() => writing);
        Assert.Contains("may or may not have been done", lost.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Work_of_every_replica_writes_without_a_term()
    {
        _term = null;
        await SendAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, _sent);
    }

    [Fact]
    public async Task A_cancelled_caller_sees_its_own_cancellation()
    {
        using var stop = new CancellationTokenSource();
        var writing = AsLeaderAsync(_ => Fence.RunAsync("write", (_, token) => HangAsync(token), stop.Token));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing);
    }

    [Theory]
    [InlineData("default/etcd-operator", "fencing.operon.dev/etcd-operator-")]
    [InlineData("other/a-name-that-is-far-too-long-for-the-name-part-of-an-annotation-key-of-kubernetes", "fencing.operon.dev/a-name-that-is-far-too-long-for-the-name-part-of-an-annotation-")]
    public void The_annotation_tells_locks_apart_and_is_a_valid_key(string name, string start)
    {
        string Key(string lockName) => new Fence(lockName, LeaderFencing.Stamp, () => null, _ => { }, _clock).Annotation;
        Assert.StartsWith(start[..Math.Min(start.Length, 60)], Key(name), StringComparison.Ordinal);
        Assert.InRange(Key(name).Length - Fence.AnnotationPrefix.Length, 10, 63);
        Assert.NotEqual(Key(name), Key("elsewhere/" + name.Split('/')[1]));
    }

    private static async Task<bool> HangAsync(CancellationToken stop, TaskCompletionSource? begun = null)
    {
        begun?.TrySetResult();
        await Task.Delay(Timeout.Infinite, stop);
        return true;
    }

    private static Task AsLeaderAsync(Func<CancellationToken, Task> work)
    {
        var token = TestContext.Current.CancellationToken;
        return Task.Run(
            async () =>
            {
                LeaderWork.Enter();
                await work(token);
            },
            token);
    }

    private Task SendAsync(CancellationToken cancellationToken) => Fence.RunAsync(
        "write",
        (_, _) =>
        {
            _sent++;
            return Task.FromResult(true);
        },
        cancellationToken);
}
