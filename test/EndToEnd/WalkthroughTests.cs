using EndToEnd.Clusters;
using EndToEnd.Etcd;

namespace EndToEnd;

/// <summary>The classic operator story with real kubectl, real pods and real etcd.</summary>
[Collection(nameof(EtcdOperatorCollection))]
public sealed class WalkthroughTests(EtcdOperatorCluster shared)
{
    private readonly TestCluster _cluster = shared.Cluster;

    [Fact]
    public async Task Three_members_form_heal_and_scale_without_two_open_membership_changes()
    {
        await _cluster.KubectlAsync("apply", "-f", Path.Combine(TestCluster.Repository, "examples/etcd/example-etcd-cluster.yaml"));
        using var etcd = new EtcdCluster(_cluster, "example-etcd-cluster");
        var formed = await etcd.HasHealthyVotersAsync(3);
        await using var watch = etcd.WatchMembership();
        await etcd.PutAsync("key", "value");

        var leader = formed.Single(member => member.IsLeader).Name;
        await _cluster.KubectlAsync("delete", "pod", leader, "--grace-period=0", "--force");
        var healed = await etcd.HasHealthyVotersAsync(3, except: leader);
        Assert.DoesNotContain(healed, member => member.Name == leader);
        Assert.Equal("value", await etcd.GetAsync("key"));

        await _cluster.KubectlAsync("scale", "etcdcluster/example-etcd-cluster", "--replicas=5");
        await etcd.HasHealthyVotersAsync(5);
        foreach (var size in new[] { 3, 1, 3 })
        {
            await _cluster.KubectlAsync("patch", "etcd", "example-etcd-cluster", "--type=merge", "-p", $$$"""{"spec":{"size":{{{size}}}}}""");
            await etcd.HasHealthyVotersAsync(size);
            Assert.Equal("value", await etcd.GetAsync("key"));
        }

        Assert.Empty(watch.Violations);
        Assert.True(watch.Samples > 20, $"only {watch.Samples} samples of the member list were taken");

        var columns = await _cluster.KubectlAsync("get", "etcd", "example-etcd-cluster");
        Assert.Contains("SIZE", columns, StringComparison.Ordinal);
        Assert.Contains("VERSION", columns, StringComparison.Ordinal);
        Assert.Contains("Running", columns, StringComparison.Ordinal);
        var description = await _cluster.KubectlAsync("describe", "etcdcluster", "example-etcd-cluster");
        Assert.Contains("New Member Added", description, StringComparison.Ordinal);
        Assert.Contains("Replacing Dead Member", description, StringComparison.Ordinal);

        await _cluster.KubectlAsync("delete", "etcdcluster", "example-etcd-cluster");
        await Eventually.TrueAsync("the cluster's pods and services are garbage collected", async () =>
            (await _cluster.KubectlAsync("get", "pods,services", "-l", "etcd_cluster=example-etcd-cluster", "-o", "name")).Trim().Length == 0);
    }
}
