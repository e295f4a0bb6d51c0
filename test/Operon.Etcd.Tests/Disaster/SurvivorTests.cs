using Operon.Etcd.Versions;
using Xunit;

namespace Operon.Etcd.Tests.Disaster;

/// <summary>What the recovery from a lost quorum relies on, shown by real processes.</summary>
public sealed class SurvivorTests
{
    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task D2_a_survivor_started_over_keeps_every_committed_key_and_lets_no_old_member_back_in(int minor)
    {
        var etcd = await EtcdVersions.NewestAsync(minor);
        await using var cluster = new DurableCluster(etcd, 3);
        var formed = await cluster.FormedAsync();
        var (survivor, lost, wiped) = (cluster.Members[0], cluster.Members[1], cluster.Members[2]);
        foreach (var number in Enumerable.Range(0, 50))
        {
            await cluster.PutAsync(survivor, $"key-{number}", $"value-{number}");
        }

        // The majority goes; one of them loses its data, the other keeps it and will come back too late.
        await lost.KillAsync(cluster.Token);
        await wiped.KillAsync(cluster.Token);
        wiped.Wipe();
        var alone = await cluster.StateAsync(survivor, state => state.Leader == 0);
        Assert.True(alone.Figures!.Revision >= 51);
        var before = await survivor.Connection.HashAsync(alone.Figures.Revision, cluster.Token);

        await survivor.StopAsync(cluster.Token);
        survivor.Start(cluster.Members, isNew: false, "--force-new-cluster");
        var forced = await cluster.UntilAsync([survivor], membership => membership is { IsConfirmed: true, Leader: not null });
        Assert.Equal(survivor.Name, Assert.Single(forced.Members).Name);
        Assert.Equal(before.Hash, (await survivor.Connection.HashAsync(alone.Figures.Revision, cluster.Token)).Hash);

        // etcd keeps both IDs: nothing but the fencing and its own list of removed members tells old from new.
        Assert.Equal(formed.ClusterId, forced.ClusterId);
        Assert.Equal(formed.Find(survivor.Name)!.Id, forced.Members[0].Id);

        await survivor.StopAsync(cluster.Token);
        survivor.Start([survivor], isNew: false);
        await cluster.UntilAsync([survivor], membership => membership is { IsConfirmed: true, Members.Count: 1 });
        foreach (var number in Enumerable.Range(0, 50))
        {
            Assert.Equal($"value-{number}", await cluster.GetAsync(survivor, $"key-{number}"));
        }

        lost.Start(cluster.Members, isNew: false);
        await lost.ExitsAsync(cluster.Token);
        Assert.Single((await cluster.UntilAsync([survivor], membership => membership is { IsConfirmed: true })).Members);

        // It grows by learners like any other cluster.
        var joining = cluster.Joining("new");
        await cluster.RetryAsync(() => survivor.Connection.AddAsync(joining.PeerUrl, asLearner: true, cluster.Token));
        joining.Start([survivor, joining], isNew: false);
        var grown = await cluster.UntilAsync([survivor, joining], membership => membership?.Find("new") is { IsHealthy: true });
        await cluster.RetryAsync(() => survivor.Connection.PromoteAsync(grown.Find("new")!.Id, cluster.Token));
        await cluster.UntilAsync([survivor, joining], membership => membership is { IsConfirmed: true } && membership.Voters.Count() == 2);
        Assert.Equal("value-49", await cluster.GetAsync(joining, "key-49"));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task D1_members_whose_data_is_there_need_nothing_but_to_be_brought_back(int minor)
    {
        var etcd = await EtcdVersions.NewestAsync(minor);
        await using var cluster = new DurableCluster(etcd, 3);
        var formed = await cluster.FormedAsync();
        await cluster.PutAsync(cluster.Members[0], "key", "value");
        foreach (var member in cluster.Members)
        {
            await member.KillAsync(cluster.Token);
        }

        foreach (var member in cluster.Members)
        {
            member.Start(cluster.Members, isNew: false);
        }

        var back = await cluster.FormedAsync();
        Assert.Equal(formed.Members.Select(member => member.Id).Order(), back.Members.Select(member => member.Id).Order());
        Assert.Equal("value", await cluster.GetAsync(cluster.Members[2], "key"));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task A_member_without_a_leader_still_tells_how_far_it_is_and_gives_a_snapshot(int minor)
    {
        var etcd = await EtcdVersions.NewestAsync(minor);
        await using var cluster = new DurableCluster(etcd, 3);
        await cluster.FormedAsync();
        await cluster.PutAsync(cluster.Members[0], "key", "value");
        await cluster.Members[1].KillAsync(cluster.Token);
        await cluster.Members[2].KillAsync(cluster.Token);

        var alone = await cluster.StateAsync(cluster.Members[0], state => state.Leader == 0);
        Assert.True(alone.Figures is { RaftIndex: > 0, RaftTerm: > 0, Revision: >= 2 });
        Assert.False(alone.HasErrors);
        Assert.True(await cluster.SnapshotSizeAsync(cluster.Members[0]) > 10_000);
    }
}
