using EndToEnd.Clusters;

namespace EndToEnd.Etcd;

/// <summary>A cluster with volumes over its life: options, sizes, sleep, versions, lost claims. Real processes of the asked-for versions.</summary>
[Collection(nameof(EtcdVersionsCollection))]
public sealed class EtcdLifeTests(EtcdVersionsCluster shared)
{
    private const string Claim = """ "pod": {"persistentVolumeClaimSpec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}} """;
    private readonly TestCluster _cluster = shared.Cluster;

    [Fact]
    public async Task An_option_reaches_running_members_one_by_one_a_bad_one_stops_at_the_first_and_taking_it_back_heals()
    {
        var cluster = await EtcdObject.CreateAsync(_cluster, "options", $$"""{"size": 3, "version": "3.5.30", {{Claim}}}""");
        using var etcd = new EtcdCluster(_cluster, "options");
        var formed = Ids(await etcd.HasHealthyVotersAsync(3));
        await cluster.HasAsync("{.status.operation.step}", "");
        await etcd.PutAsync("key", "value");
        var before = await cluster.PodsAsync();

        // Labels and annotations restart nobody.
        await cluster.SetAsync("""{"pod": {"labels": {"team": "blue"}}}""");
        await cluster.EventuallyAsync("all pods carry the label", async () => (await cluster.ListAsync("pods", "{.metadata.labels.team}")).Count(label => label == "blue") == 3);
        Assert.Equal(before, await cluster.PodsAsync());

        await cluster.SetAsync("""{"options": {"snapshot-count": "5000", "initial-corrupt-check": "true"}}""");
        await cluster.EventuallyAsync("all members run with the options", async () =>
            (await cluster.ListAsync("pods", "{.spec.containers[0].args}")).Count(args => args.Contains("--snapshot-count=5000", StringComparison.Ordinal)
                && args.Contains("--experimental-initial-corrupt-check=true", StringComparison.Ordinal)) == 3);
        Assert.Equal(formed, Ids(await etcd.HasHealthyVotersAsync(3)));
        Assert.Equal("value", await etcd.GetAsync("key"));
        await cluster.HasConditionAsync("Ready", "AllMembersReady");

        before = await cluster.PodsAsync();
        await cluster.SetAsync("""{"options": {"no-such-flag": "1"}}""");
        await cluster.EventuallyAsync("status names the flag that does not exist", async () =>
            (await cluster.ConditionAsync("Degraded", "message")).Contains("no-such-flag", StringComparison.Ordinal));
        Assert.Single(await cluster.PodsAsync(), pod => !before.ContainsValue(pod.Value));
        Assert.Equal("value", await etcd.GetAsync("key"));

        await cluster.SetAsync("""{"options": {"no-such-flag": null}}""");
        Assert.Equal(formed, Ids(await etcd.HasHealthyVotersAsync(3)));
        Assert.DoesNotContain(await cluster.ListAsync("pods", "{.spec.containers[0].args}"), args => args.Contains("no-such-flag", StringComparison.Ordinal));
        await cluster.DeleteAsync();
    }

    [Fact]
    public async Task A_cluster_sleeps_without_pods_and_wakes_as_the_same_members_with_their_data()
    {
        var cluster = await EtcdObject.CreateAsync(_cluster, "sleeper", $$"""{"size": 3, "version": "3.5.30", {{Claim}}}""");
        using var etcd = new EtcdCluster(_cluster, "sleeper");
        var formed = Ids(await etcd.HasHealthyVotersAsync(3));
        await etcd.PutAsync("key", "value");
        var id = await cluster.GetAsync("{.status.clusterID}");

        await _cluster.KubectlAsync("scale", "etcd/sleeper", "--replicas=0");
        await cluster.EventuallyAsync("no pod is left", async () => (await cluster.PodsAsync()).Count == 0);
        await cluster.HasConditionAsync("Available", "Hibernated");
        Assert.Equal(3, (await cluster.ListAsync("pvc", "{.metadata.name}")).Length);

        await _cluster.KubectlAsync("scale", "etcd/sleeper", "--replicas=3");
        Assert.Equal(formed, Ids(await etcd.HasHealthyVotersAsync(3)));
        Assert.Equal("value", await etcd.GetAsync("key"));
        Assert.Equal(id, await cluster.GetAsync("{.status.clusterID}"));
        await cluster.DeleteAsync();

        var fleeting = await _cluster.TryKubectlAsync(["apply", "-f", "-"], """{"apiVersion": "etcd.database.coreos.com/v1beta2", "kind": "EtcdCluster", "metadata": {"name": "fleeting"}, "spec": {"size": 0}}""");
        Assert.NotEqual(0, fleeting.ExitCode);
        Assert.Contains("spec.size", fleeting.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Volumes_grow_while_members_serve_never_shrink_and_stay_when_they_are_to_be_retained()
    {
        var cluster = await EtcdObject.CreateAsync(_cluster, "volumes", $$"""{"size": 1, "version": "3.5.30", "storage": {"deletePolicy": "Retain"}, {{Claim}}}""");
        using var etcd = new EtcdCluster(_cluster, "volumes");
        await etcd.HasHealthyVotersAsync(1);
        var pods = await cluster.PodsAsync();

        await cluster.SetAsync("""{"pod": {"persistentVolumeClaimSpec": {"resources": {"requests": {"storage": "7Gi"}}}}}""");
        await cluster.EventuallyAsync("the volume has grown", async () => (await cluster.ListAsync("pvc", "{.status.capacity.storage}")).All(size => size == "7Gi"));
        Assert.Equal(pods, await cluster.PodsAsync());

        await cluster.SetAsync("""{"pod": {"persistentVolumeClaimSpec": {"resources": {"requests": {"storage": "1Gi"}}}}}""");
        await cluster.HasConditionAsync("Degraded", "VolumeShrinkRefused");
        Assert.Contains("cannot shrink", await cluster.DescribeAsync(), StringComparison.Ordinal);

        var claim = Assert.Single(await cluster.ListAsync("pvc", "{.metadata.name}"));
        await cluster.DeleteAsync();
        await cluster.HasNoPodsAsync();
        Assert.Equal("Bound", await _cluster.KubectlAsync("get", "pvc", claim, "-o", "jsonpath={.status.phase}"));
        await _cluster.KubectlAsync("delete", "pvc", claim);
    }

    [Fact]
    public async Task Versions_follow_minor_by_minor_with_translated_flags_and_the_same_data()
    {
        var cluster = await EtcdObject.CreateAsync(_cluster, "versions", $$"""{"size": 3, "version": "3.4.23", "options": {"initial-corrupt-check": "true"}, {{Claim}}}""");
        using var etcd = new EtcdCluster(_cluster, "versions");
        var formed = Ids(await etcd.HasHealthyVotersAsync(3));
        await cluster.HasAsync("{.status.currentVersion}", "3.4.23");
        await etcd.PutAsync("key", "value");

        await cluster.SetAsync("""{"version": "3.6.14"}""");
        await cluster.EventuallyAsync("the jump is refused and the step named", async () => (await cluster.GetAsync("{.status.reason}")).Contains("3.5.x", StringComparison.Ordinal));

        await cluster.SetAsync("""{"version": "3.5.16", "upgrade": {"paused": true}}""");
        await cluster.HasConditionAsync("Upgrading", "Upgrade paused");
        await cluster.SetAsync("""{"upgrade": {"paused": false}}""");
        await cluster.HasAsync("{.status.currentVersion}", "3.5.16", TimeSpan.FromSeconds(180));
        await cluster.SetAsync("""{"version": "3.5.30"}""");
        await cluster.HasAsync("{.status.currentVersion}", "3.5.30", TimeSpan.FromSeconds(180));

        Assert.Equal(formed, Ids(await etcd.HasHealthyVotersAsync(3)));
        Assert.Equal("value", await etcd.GetAsync("key"));
        Assert.Equal(["3.5.30", "3.5.30", "3.5.30"], (await cluster.GetAsync("{.status.memberStatuses[*].version}")).Split(' '));

        await cluster.SetAsync("""{"version": "3.6.14"}""");
        await cluster.EventuallyAsync("the gate to 3.6 is named", async () => (await cluster.GetAsync("{.status.reason}")).Contains("3.5.32", StringComparison.Ordinal));
        Assert.Contains("Leader Moved", await cluster.DescribeAsync(), StringComparison.Ordinal);
        await cluster.DeleteAsync();
    }

    [Fact]
    public async Task An_image_that_cannot_be_pulled_stops_at_the_first_member_and_going_back_heals()
    {
        var cluster = await EtcdObject.CreateAsync(_cluster, "images", """{"size": 3, "version": "3.5.30"}""");
        using var etcd = new EtcdCluster(_cluster, "images");
        var formed = Ids(await etcd.HasHealthyVotersAsync(3));
        await etcd.PutAsync("key", "value");
        await cluster.HasConditionAsync("Ready", "AllMembersReady");

        await cluster.SetAsync("""{"repository": "nowhere.example/etcd", "progressDeadlineSeconds": 5}""");
        await cluster.EventuallyAsync("status says what is wrong", async () => (await cluster.ConditionAsync("Degraded", "message")).Contains("ImagePull", StringComparison.Ordinal));
        await cluster.HasConditionAsync("Progressing", "DeadlineExceeded");
        Assert.Single(await cluster.ListAsync("pods", "{.spec.containers[0].image}"), image => image.StartsWith("nowhere", StringComparison.Ordinal));
        Assert.Equal("value", await etcd.GetAsync("key"));

        await cluster.SetAsync("""{"repository": null}""");
        Assert.Equal(formed, Ids(await etcd.HasHealthyVotersAsync(3)));
        await cluster.HasConditionAsync("Degraded", "AsExpected");
        await cluster.DeleteAsync();
    }

    [Fact]
    public async Task A_member_whose_claim_is_deleted_is_replaced_and_the_repair_is_written_down()
    {
        var cluster = await EtcdObject.CreateAsync(_cluster, "loser", $$"""{"size": 3, "version": "3.5.30", {{Claim}}}""");
        using var etcd = new EtcdCluster(_cluster, "loser");
        var lost = (await etcd.HasHealthyVotersAsync(3)).First(member => !member.IsLeader).Name;
        await etcd.PutAsync("key", "value");
        await cluster.HasAsync("{.status.operation.step}", "");

        // The claim stays while its pod runs: its member serves until its successor does.
        await _cluster.KubectlAsync("delete", "pvc", lost, "--wait=false");
        await cluster.EventuallyAsync("the loss to come is told", async () => (await cluster.DescribeAsync()).Contains("ClaimDeleted", StringComparison.Ordinal));
        await etcd.HasHealthyVotersAsync(3, except: lost);
        await cluster.EventuallyAsync("the claim is gone", async () => !(await cluster.ListAsync("pvc", "{.metadata.name}")).Contains(lost));

        var next = (await etcd.HasHealthyVotersAsync(3)).First(member => !member.IsLeader).Name;
        await _cluster.KubectlAsync("delete", "pvc", next, "--wait=false");
        await _cluster.KubectlAsync("delete", "pod", next, "--grace-period=0", "--force");
        await etcd.HasHealthyVotersAsync(3, except: next);
        Assert.Equal("value", await etcd.GetAsync("key"));
        await cluster.DeleteAsync();
    }

    [Fact]
    public async Task Members_without_claims_take_up_an_option_as_new_members_whose_predecessors_go_afterwards()
    {
        var cluster = await EtcdObject.CreateAsync(_cluster, "fleeting", """{"size": 3, "version": "3.5.30"}""");
        using var etcd = new EtcdCluster(_cluster, "fleeting");
        var formed = Ids(await etcd.HasHealthyVotersAsync(3));
        await etcd.PutAsync("key", "value");
        await using var watch = etcd.WatchMembership();

        await cluster.SetAsync("""{"options": {"snapshot-count": "5000"}}""");
        await cluster.EventuallyAsync("all members are new", async () =>
            (await etcd.MembersAsync() ?? []) is { Count: 3 } now && Ids(now).Intersect(formed).Any() is false, TimeSpan.FromSeconds(180));
        await etcd.HasHealthyVotersAsync(3);
        Assert.Equal("value", await etcd.GetAsync("key"));
        Assert.Empty(watch.Violations);
        await cluster.DeleteAsync();
    }

    private static List<ulong> Ids(IEnumerable<Operon.Cli.Demo.EtcdMemberView> members) => [.. members.Select(member => member.Id).Order()];
}
