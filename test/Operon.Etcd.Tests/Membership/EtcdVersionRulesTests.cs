using Grpc.Core;
using Operon.Etcd.Membership;
using Operon.Etcd.Planning;
using Operon.Etcd.Versions;
using Xunit;

namespace Operon.Etcd.Tests.Membership;

/// <summary>What the rules say of certain versions, asked of real ones.</summary>
public sealed class EtcdVersionRulesTests
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task M8_from_3_5_30_on_a_member_that_is_down_does_not_keep_a_learner_out_and_before_it_does()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(_limit);
        var versions = await EtcdVersions.AllAsync();
        Assert.SkipUnless(versions.Any(etcd => etcd.Version >= new Version(3, 5, 30)), "no etcd 3.5.30 at hand");
        var older = EtcdProcess.Together(versions.Last(etcd => etcd.Version < new Version(3, 5, 30)).Etcd, "a", "b", "c", "d");
        var newer = EtcdProcess.Together(versions.First(etcd => etcd.Version >= new Version(3, 5, 30)).Etcd, "a", "b", "c", "d");
        try
        {
            var olderLeader = await LeaderAsync(older, limit.Token);
            var newerLeader = await LeaderAsync(newer, limit.Token);
            older.First(process => process != olderLeader).Kill();
            newer.First(process => process != newerLeader).Kill();
            while (!await AddsAsync(newerLeader, limit.Token))
            {
                await Task.Delay(200, limit.Token);
            }

            Assert.False(await AddsAsync(olderLeader, limit.Token));
        }
        finally
        {
            foreach (var process in older.Concat(newer))
            {
                await process.DisposeAsync();
            }
        }
    }

    [Fact]
    public async Task U5_etcd_itself_judges_a_downgrade_and_the_version_of_data_is_unknown_before_3_6()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(_limit);
        await using var member = Assert.Single(EtcdProcess.Together((await EtcdVersions.NewestAsync(5)).Etcd, "a"));
        await LeaderAsync([member], limit.Token);
        var state = await member.Connection.StatusAsync(limit.Token);
        Assert.Equal((null, null), (state.StorageVersion, state.DowngradeTarget));

        await member.Connection.DowngradeAsync(DowngradeStep.Validate, new EtcdVersion(3, 4, 0), limit.Token);
        var refused = await Assert.ThrowsAsync<RpcException>(() => member.Connection.DowngradeAsync(DowngradeStep.Validate, new EtcdVersion(3, 3, 0), limit.Token));
        Assert.Contains("downgrade", refused.Status.Detail, StringComparison.Ordinal);
    }

    private static async Task<EtcdProcess> LeaderAsync(List<EtcdProcess> processes, CancellationToken cancellationToken)
    {
        var clock = new HealthClock();
        while (true)
        {
            var reading = await MembershipReader.ReadAsync(
                processes.ToDictionary(process => process.Name, process => process.Connection), clock, TimeProvider.System, cancellationToken);
            if (reading.Membership is { IsConfirmed: true, Leader: { } leader } membership && membership.Members.All(member => member.IsHealthy))
            {
                return processes.Single(process => process.Name == leader.Name);
            }

            await Task.Delay(100, cancellationToken);
        }
    }

    private static async Task<bool> AddsAsync(EtcdProcess leader, CancellationToken cancellationToken)
    {
        try
        {
            await leader.Connection.AddAsync($"http://127.0.0.1:{EtcdProcess.FreePort()}", asLearner: true, cancellationToken);
            return true;
        }
        catch (RpcException e) when (!cancellationToken.IsCancellationRequested && e.Status.Detail.Contains("unhealthy", StringComparison.Ordinal))
        {
            return false;
        }
    }
}
