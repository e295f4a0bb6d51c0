using Grpc.Core;
using Operon.Etcd.Membership;
using Operon.Etcd.Versions;
using Xunit;

namespace Operon.Etcd.Tests.Disaster;

/// <summary>What the treatment of alarms relies on, shown by real processes.</summary>
public sealed class AlarmTests
{
    private static readonly string _value = new('x', 100_000);

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task C3_a_full_database_takes_writes_again_once_it_is_compacted_defragmented_and_disarmed_in_this_order(int minor)
    {
        var etcd = await EtcdVersions.NewestAsync(minor);
        const long quota = 16 << 20;
        await using var cluster = new DurableCluster(etcd, 1, $"--quota-backend-bytes={quota}");
        await cluster.FormedAsync();
        var member = cluster.Members[0];
        await Assert.ThrowsAsync<RpcException>(async () =>
        {
            for (var writes = 0; writes < 1000; writes++)
            {
                await cluster.PutAsync(member, "key", _value);
            }
        });
        var full = await cluster.StateAsync(member, state => state.HasErrors);
        var alarm = Assert.Single(await member.Connection.AlarmsAsync(cluster.Token));
        Assert.Equal(new MemberAlarm(full.MemberId, AlarmKind.NoSpace), alarm);

        // Free pages alone do not make the file smaller.
        await member.Connection.CompactAsync(full.Figures!.Revision, cluster.Token);
        Assert.True((await member.Connection.StatusAsync(cluster.Token)).Figures!.DbSizeBytes > quota * 0.9);

        await member.Connection.DefragmentAsync(cluster.Token);
        Assert.True((await member.Connection.StatusAsync(cluster.Token)).Figures!.DbSizeBytes < quota / 2);
        await Assert.ThrowsAsync<RpcException>(() => cluster.PutAsync(member, "key", "small"));

        await member.Connection.DisarmAsync(alarm, cluster.Token);
        await cluster.PutAsync(member, "key", "small");
        Assert.Empty(await member.Connection.AlarmsAsync(cluster.Token));
        Assert.False((await member.Connection.StatusAsync(cluster.Token)).HasErrors);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task C2_a_damaged_member_is_told_by_its_hash_and_the_alarm_can_be_taken_back_once_it_is_replaced(int minor)
    {
        var etcd = await EtcdVersions.NewestAsync(minor);
        string[] checks = minor == 4
            ? ["--experimental-corrupt-check-time=1s"]
            : ["--experimental-compact-hash-check-enabled=true", "--experimental-compact-hash-check-time=1s"];
        await using var cluster = new DurableCluster(etcd, 3, checks);
        var formed = await cluster.FormedAsync();
        var leader = cluster.Find(formed.Leader!.Name);
        await cluster.PutAsync(leader, "key", "precious-value");
        var victim = cluster.Members.First(member => member != leader);
        var id = formed.Find(victim.Name)!.Id;
        await cluster.PutAsync(leader, "other", "value");
        await cluster.StateAsync(victim, state => state.Figures!.Revision >= 3);
        await victim.StopAsync(cluster.Token);
        victim.Damage("precious-value");
        victim.Start(cluster.Members, isNew: false, checks);

        await cluster.UntilAsync(cluster.Members, membership => membership is { IsConfirmed: true, Leader: not null } && membership.Members.All(member => member.IsHealthy));
        if (minor > 4)
        {
            // What is compared is what a compaction left.
            await leader.Connection.CompactAsync(3, cluster.Token);
        }

        await cluster.StateAsync(leader, state => state.HasErrors);
        var alarm = Assert.Single(await leader.Connection.AlarmsAsync(cluster.Token));

        // Neither version says which member it is: only a comparison tells.
        Assert.Equal(new MemberAlarm(0, AlarmKind.Corrupt), alarm);
        await Assert.ThrowsAsync<RpcException>(() => cluster.PutAsync(leader, "key", "new"));

        var hashes = await HashesAsync(cluster.Members);
        Assert.Equal(2, hashes.Distinct().Count());
        Assert.Single(hashes, hash => hash == hashes[cluster.Members.ToList().IndexOf(victim)]);

        await cluster.RetryAsync(() => leader.Connection.RemoveAsync(id, cluster.Token));
        await victim.ExitsAsync(cluster.Token);
        var rest = cluster.Members.Where(member => member != victim).ToList();
        var joining = cluster.Joining("new");
        await cluster.RetryAsync(() => leader.Connection.AddAsync(joining.PeerUrl, asLearner: true, cluster.Token));
        joining.Start([.. rest, joining], isNew: false, checks);
        rest.Add(joining);
        var grown = await cluster.UntilAsync(rest, membership => membership?.Find("new") is { IsHealthy: true });
        await cluster.RetryAsync(() => leader.Connection.PromoteAsync(grown.Find("new")!.Id, cluster.Token));
        await cluster.UntilAsync(rest, membership => membership is { IsConfirmed: true } && membership.Voters.Count() == 3);

        await cluster.RetryAsync(async () => Assert.Single((await HashesAsync(rest)).Distinct()));
        await leader.Connection.DisarmAsync(alarm, cluster.Token);
        await cluster.PutAsync(leader, "key", "new");
        Assert.Equal("new", await cluster.GetAsync(joining, "key"));

        async Task<uint[]> HashesAsync(IEnumerable<DurableMember> members) =>
            await Task.WhenAll(members.Select(async member => (await member.Connection.HashAsync(3, cluster.Token)).Hash));
    }
}
