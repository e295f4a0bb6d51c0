using EndToEnd.Clusters;
using EndToEnd.Etcd;

namespace EndToEnd;

/// <summary>What people fear: lost pods, a lost quorum, an operator that dies in the middle of something, versions that must not be.</summary>
[Collection(nameof(EtcdOperatorCollection))]
public sealed class EtcdFailureTests(EtcdOperatorCluster shared)
{
    private readonly TestCluster _cluster = shared.Cluster;

    [Fact]
    public async Task Pods_with_volumes_come_back_as_the_same_members_with_their_data_even_when_all_are_lost_at_once()
    {
        await CreateAsync("kept", """{"size": 3, "pod": {"persistentVolumeClaimSpec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}}}""");
        using var etcd = new EtcdCluster(_cluster, "kept");
        var formed = Ids(await etcd.HasHealthyVotersAsync(3));
        await etcd.PutAsync("key", "value");

        foreach (var lost in new[] { 1, 3 })
        {
            var uids = await PodUidsAsync("kept");
            await _cluster.KubectlAsync(["delete", "pod", "--grace-period=0", "--force", .. uids.Keys.Take(lost)]);
            await Eventually.TrueAsync($"{lost} pods are made again", async () =>
                await PodUidsAsync("kept") is { Count: 3 } now && now.Count(pod => uids.GetValueOrDefault(pod.Key) != pod.Value) == lost);
            Assert.Equal(formed, Ids(await etcd.HasHealthyVotersAsync(3)));
            Assert.Equal("value", await etcd.GetAsync("key"));
        }

        await _cluster.KubectlAsync("delete", "etcd", "kept");
        await Eventually.TrueAsync("the claims are garbage collected", async () =>
            (await _cluster.KubectlAsync("get", "pvc,pods", "-l", "etcd_cluster=kept", "-o", "name")).Trim().Length == 0);
    }

    [Fact]
    public async Task A_seed_whose_directory_is_emptied_founds_no_second_cluster()
    {
        await CreateAsync("wiped", """{"size": 3, "pod": {"persistentVolumeClaimSpec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}}}""");
        using var etcd = new EtcdCluster(_cluster, "wiped");
        await etcd.HasHealthyVotersAsync(3);
        await etcd.PutAsync("key", "value");
        var states = await _cluster.KubectlAsync(
            "get", "pods", "-l", "etcd_cluster=wiped", "-o", """jsonpath={range .items[*]}{.metadata.name} {.metadata.annotations.etcd\.database\.coreos\.com/initial-cluster-state}{"\n"}{end}""");
        var seed = Assert.Single(states.Split('\n'), line => line.EndsWith(" existing", StringComparison.Ordinal)).Split(' ')[0];
        var volume = await _cluster.KubectlAsync("get", "pvc", seed, "-o", "jsonpath={.spec.volumeName}");
        var data = Path.Combine(await _cluster.KubectlAsync("get", "pv", volume, "-o", "jsonpath={.spec.hostPath.path}"), "data");

        // Another image restarts the container in the pod it has: only there the arguments of the seed are used again.
        Directory.Delete(data, recursive: true);
        await _cluster.KubectlAsync("set", "image", $"pod/{seed}", "etcd=quay.io/coreos/etcd:v3.4.23");
        await Eventually.TrueAsync("the seed cannot start", async () =>
            int.TryParse(await _cluster.KubectlAsync("get", "pod", seed, "-o", "jsonpath={.status.containerStatuses[0].restartCount}"), out var restarts) && restarts >= 2);
        Assert.False(Directory.Exists(Path.Combine(data, "member", "wal")), "the seed has begun a log of its own");
        Assert.Equal("value", await etcd.GetAsync("key"));
        Assert.Equal(3, (await etcd.MembersAsync())!.Count);
        await _cluster.KubectlAsync("delete", "etcd", "wiped");
    }

    [Fact]
    public async Task A_quorum_lost_for_good_is_reported_and_never_replaced_by_an_empty_cluster()
    {
        await CreateAsync("gone", """{"size": 3}""");
        using var etcd = new EtcdCluster(_cluster, "gone");
        await etcd.HasHealthyVotersAsync(3);
        await HasStatusAsync("gone", "{.status.readiness}", "3/3");
        var id = await JsonPathAsync("gone", "{.status.clusterID}");

        // While it is paused, status has to stay honest too.
        await _cluster.KubectlAsync("patch", "etcd", "gone", "--type=merge", "-p", """{"spec":{"paused":true}}""");
        await HasStatusAsync("gone", "{.status.controlPaused}", "true");
        await _cluster.KubectlAsync(["delete", "pod", "--grace-period=0", "--force", .. (await PodUidsAsync("gone")).Keys]);
        await HasStatusAsync("gone", """{.status.conditions[?(@.type=="Available")].status}""", "False");
        await HasStatusAsync("gone", "{.status.readiness}", "0/3");

        await _cluster.KubectlAsync("patch", "etcd", "gone", "--type=merge", "-p", """{"spec":{"paused":false}}""");
        await HasStatusAsync("gone", "{.status.controlPaused}", "false");
        Assert.Contains("Quorum Lost", await _cluster.KubectlAsync("describe", "etcd", "gone"), StringComparison.Ordinal);
        Assert.Equal(id, await JsonPathAsync("gone", "{.status.clusterID}"));
        Assert.Empty(await PodUidsAsync("gone"));
        await _cluster.KubectlAsync("delete", "etcd", "gone");
    }

    [Fact]
    public async Task An_operator_killed_while_it_heals_and_scales_is_followed_by_one_that_finishes()
    {
        await CreateAsync("orphan", """{"size": 3}""");
        using var etcd = new EtcdCluster(_cluster, "orphan");
        var lost = (await etcd.HasHealthyVotersAsync(3)).First(member => !member.IsLeader).Name;
        await etcd.PutAsync("key", "value");
        await using var watch = etcd.WatchMembership();
        await _cluster.KubectlAsync("patch", "etcd", "orphan", "--type=merge", "-p", """{"spec":{"size":5}}""");
        await _cluster.KubectlAsync("delete", "pod", lost, "--grace-period=0", "--force");
        await _cluster.KubectlAsync("delete", "pod", "-l", "name=etcd-operator", "--grace-period=0", "--force");

        await etcd.HasHealthyVotersAsync(5, except: lost);
        Assert.Equal("value", await etcd.GetAsync("key"));
        Assert.Empty(watch.Violations);
        await _cluster.KubectlAsync("delete", "etcd", "orphan");
    }

    [Fact]
    public async Task A_version_is_rolled_out_in_place_and_forbidden_steps_are_refused()
    {
        await CreateAsync("versions", """{"size": 3, "version": "3.2.13"}""");
        using var etcd = new EtcdCluster(_cluster, "versions");
        var formed = Ids(await etcd.HasHealthyVotersAsync(3));
        await HasStatusAsync("versions", "{.status.currentVersion}", "3.2.13");

        await SetVersionAsync("3.4.23");
        await Eventually.TrueAsync("the allowed step is named", async () =>
            (await JsonPathAsync("versions", "{.status.reason}")).Contains("3.3.x", StringComparison.Ordinal));
        await SetVersionAsync("3.3.27");
        await HasStatusAsync("versions", "{.status.currentVersion}", "3.3.27");
        await SetVersionAsync("3.2.13");
        await Eventually.TrueAsync("the downgrade is refused", async () =>
            (await JsonPathAsync("versions", "{.status.reason}")).Contains("downgrade", StringComparison.Ordinal));

        Assert.Equal(formed, Ids(await etcd.HasHealthyVotersAsync(3)));
        var images = await _cluster.KubectlAsync("get", "pods", "-l", "etcd_cluster=versions", "-o", "jsonpath={.items[*].spec.containers[0].image}");
        Assert.All(images.Split(' '), image => Assert.EndsWith(":v3.3.27", image, StringComparison.Ordinal));
        Assert.Contains("Member Upgraded", await _cluster.KubectlAsync("describe", "etcd", "versions"), StringComparison.Ordinal);
        await _cluster.KubectlAsync("delete", "etcd", "versions");

        Task SetVersionAsync(string version) =>
            _cluster.KubectlAsync("patch", "etcd", "versions", "--type=merge", "-p", $$$"""{"spec":{"version":"{{{version}}}"}}""");
    }

    private Task<string> CreateAsync(string name, string spec) => _cluster.ApplyAsync(
        $$"""{"apiVersion": "etcd.database.coreos.com/v1beta2", "kind": "EtcdCluster", "metadata": {"name": "{{name}}"}, "spec": {{spec}}}""");

    private static List<ulong> Ids(IEnumerable<Operon.Cli.Demo.EtcdMemberView> members) => [.. members.Select(member => member.Id).Order()];

    private async Task<Dictionary<string, string>> PodUidsAsync(string name)
    {
        var lines = await _cluster.KubectlAsync(
            "get", "pods", "-l", $"etcd_cluster={name}", "-o", """jsonpath={range .items[*]}{.metadata.name} {.metadata.uid}{"\n"}{end}""");
        return lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')).ToDictionary(pair => pair[0], pair => pair[1]);
    }

    private Task<string> JsonPathAsync(string name, string path) => _cluster.KubectlAsync("get", "etcd", name, "-o", $"jsonpath={path}");

    private Task HasStatusAsync(string name, string path, string value) =>
        Eventually.TrueAsync($"{path} of {name} is {value}", async () => await JsonPathAsync(name, path) == value);
}
