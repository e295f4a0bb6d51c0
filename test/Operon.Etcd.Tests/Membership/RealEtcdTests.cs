using Grpc.Core;
using Operon.Etcd.Membership;
using Operon.Etcd.Planning;
using Xunit;

namespace Operon.Etcd.Tests.Membership;

/// <summary>The calls the operator makes, against real processes. Skipped where no etcd is installed.</summary>
public sealed class RealEtcdTests
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Grows_by_learners_moves_the_leader_and_shrinks()
    {
        Assert.SkipWhen(EtcdProcess.Program is null, "no etcd on the PATH");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(_limit);
        var token = limit.Token;
        await using var seed = EtcdProcess.Seed("a");
        List<EtcdProcess> processes = [seed];
        var clock = new HealthClock();
        var reading = await UntilAsync(processes, clock, membership => membership is { IsConfirmed: true, Leader: not null }, token);
        Assert.NotEqual(0UL, reading.ClusterId);

        var peer = $"http://127.0.0.1:{EtcdProcess.FreePort()}";
        await seed.Connection.AddAsync(peer, asLearner: true, token);
        var listed = (await seed.Connection.ListAsync(token))!;
        var added = Assert.Single(listed.Members, member => member.IsLearner);
        Assert.Equal("", added.Name);
        reading = (await MembershipReader.ReadAsync(Connections(processes), clock, TimeProvider.System, token)).Membership!;
        Assert.False(Assert.Single(reading.Learners).HasStarted);

        // The same address a second time is refused, not doubled (M13).
        await Assert.ThrowsAsync<RpcException>(() => seed.Connection.AddAsync(peer, asLearner: true, token));

        await using var second = EtcdProcess.Joining("b", peer, listed);
        processes.Add(second);
        reading = await UntilAsync(processes, clock, membership => membership?.Find("b") is { IsLearner: true, IsHealthy: true, HasStarted: true }, token);
        await RetryAsync(() => seed.Connection.PromoteAsync(added.Id, token), token);
        reading = await UntilAsync(processes, clock, membership => membership?.Voters.Count() == 2, token);
        Assert.Equal("a", reading.Leader!.Name);

        await seed.Connection.MoveLeaderAsync(added.Id, token);
        reading = await UntilAsync(processes, clock, membership => membership?.Leader?.Name == "b", token);

        // etcd itself refuses a removal until both have been connected for five seconds.
        await RetryAsync(() => second.Connection.RemoveAsync(reading.Find("a")!.Id, token), token);
        reading = await UntilAsync(processes, clock, membership => membership is { IsConfirmed: true, Members.Count: 1 }, token);
        Assert.Equal("b", Assert.Single(reading.Voters).Name);
    }

    [Fact]
    public async Task A_lost_quorum_is_seen_as_unconfirmed_and_unhealthy()
    {
        Assert.SkipWhen(EtcdProcess.Program is null, "no etcd on the PATH");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(_limit);
        var token = limit.Token;
        await using var seed = EtcdProcess.Seed("a");
        List<EtcdProcess> processes = [seed];
        var clock = new HealthClock();
        await UntilAsync(processes, clock, membership => membership is { IsConfirmed: true }, token);
        var peer = $"http://127.0.0.1:{EtcdProcess.FreePort()}";
        await seed.Connection.AddAsync(peer, asLearner: true, token);
        await using var second = EtcdProcess.Joining("b", peer, (await seed.Connection.ListAsync(token))!);
        processes.Add(second);
        var reading = await UntilAsync(processes, clock, membership => membership?.Find("b") is { IsHealthy: true }, token);
        await RetryAsync(() => seed.Connection.PromoteAsync(reading.Find("b")!.Id, token), token);
        await UntilAsync(processes, clock, membership => membership is { IsConfirmed: true } && membership.Voters.Count() == 2, token);

        second.Kill();
        while (true)
        {
            var lost = await MembershipReader.ReadAsync(Connections(processes), clock, TimeProvider.System, token);
            if (lost.Membership is not { IsConfirmed: true })
            {
                Assert.NotNull(clock.UnconfirmedSince);
                Assert.False(lost.Membership?.Find("b")?.IsHealthy ?? false);
                return;
            }
        }
    }

    private static Dictionary<string, IMemberConnection> Connections(List<EtcdProcess> processes) =>
        processes.ToDictionary(process => process.Name, process => process.Connection);

    private static async Task<MembershipFacts> UntilAsync(
        List<EtcdProcess> processes, HealthClock clock, Func<MembershipFacts?, bool> holds, CancellationToken cancellationToken)
    {
        while (true)
        {
            var reading = await MembershipReader.ReadAsync(Connections(processes), clock, TimeProvider.System, cancellationToken);
            if (holds(reading.Membership))
            {
                return reading.Membership!;
            }

            await Task.Delay(50, cancellationToken);
        }
    }

    private static async Task RetryAsync(Func<Task> change, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await change();
                return;
            }
            catch (RpcException) when (!cancellationToken.IsCancellationRequested)
            {
                await Task.Delay(200, cancellationToken);
            }
        }
    }
}
