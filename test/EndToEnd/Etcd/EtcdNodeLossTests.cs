using EndToEnd.Clusters;

namespace EndToEnd.Etcd;

/// <summary>A node goes for good, and with it a volume nobody else can mount.</summary>
public sealed class EtcdNodeLossTests
{
    [Fact]
    public async Task A_member_whose_node_and_local_volume_are_gone_moves_to_another_node()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.InstallEtcdOperatorAsync();
        var etcdObject = await EtcdObject.CreateAsync(
            cluster, "moved", """{"size": 3, "version": "3.2.13", "pod": {"persistentVolumeClaimSpec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "64Mi"}}}}}""");
        using var etcd = new EtcdCluster(cluster, "moved");
        var lost = (await etcd.HasHealthyVotersAsync(3)).First(member => !member.IsLeader).Name;
        await etcd.PutAsync("key", "value");

        // Members went to different nodes by themselves.
        Assert.Equal(3, (await etcdObject.ListAsync("pods", "{.spec.nodeName}")).Distinct().Count());
        var node = await cluster.KubectlAsync("get", "pod", lost, "-o", "jsonpath={.spec.nodeName}");
        await cluster.KubectlAsync("delete", "node", node);
        await etcdObject.EventuallyAsync("status says that no node takes the pod", async () => (await etcdObject.ConditionAsync("Degraded", "reason")) == "MemberUnschedulable", TimeSpan.FromSeconds(180));

        await etcdObject.EventuallyAsync(
            "the member is replaced on another node",
            async () => (await etcd.MembersAsync() ?? []) is { Count: 3 } members && members.All(member => member.IsHealthy && !member.IsLearner && member.Name != lost),
            TimeSpan.FromSeconds(240));
        Assert.DoesNotContain(node, await etcdObject.ListAsync("pods", "{.spec.nodeName}"));
        Assert.Equal("value", await etcd.GetAsync("key"));
        Assert.Contains("does not exist any more", await etcdObject.GetAsync("{.status.repairs.reason}"), StringComparison.Ordinal);
    }
}
