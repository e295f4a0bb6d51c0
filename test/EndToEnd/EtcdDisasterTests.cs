using System.Text;
using EndToEnd.Clusters;
using EndToEnd.Etcd;
using Grpc.Core;

namespace EndToEnd;

/// <summary>A majority lost for good, a database that is full, data that a disk has spoilt: each to its end, with real members and kubectl.</summary>
[Collection(nameof(EtcdOperatorCollection))]
public sealed class EtcdDisasterTests(EtcdOperatorCluster shared)
{
    private const string Claim = """{"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}""";
    private readonly TestCluster _cluster = shared.Cluster;

    [Fact]
    public async Task A_majority_lost_for_good_is_recovered_from_the_survivor_by_one_annotation()
    {
        await CreateAsync("saved", $$$"""{"size": 3, "version": "3.4.23", "pod": {"persistentVolumeClaimSpec": {{{Claim}}}}}""");
        using var etcd = new EtcdCluster(_cluster, "saved");
        var members = await etcd.HasHealthyVotersAsync(3);
        for (var key = 0; key < 20; key++)
        {
            await etcd.PutAsync($"key-{key}", $"value-{key}");
        }

        var (survivor, wiped, broken) = (members[0].Name, members[1].Name, members[2].Name);
        await PauseAsync("saved", true);
        await _cluster.KubectlAsync("delete", "pvc", wiped, "--wait=false");
        await _cluster.KubectlAsync("delete", "pod", wiped, broken, "--grace-period=0", "--force");
        foreach (var log in Directory.GetFiles(Path.Combine(await VolumeAsync(broken), "data", "member", "wal")))
        {
            await File.WriteAllTextAsync(log, "not a log any more", TestContext.Current.CancellationToken);
        }

        await PauseAsync("saved", false);
        await HasAsync("saved", """{.status.conditions[?(@.type=="Available")].reason}""", "Quorum lost");
        await HasAsync("saved", "{.status.quorum.needed}", "2");
        Assert.NotEqual("", await JsonPathAsync("saved", "{.status.quorum.lostSince}"));

        await AnnotateAsync("saved", $"recover-quorum={survivor}@{await JsonPathAsync("saved", "{.status.clusterID}")}");
        await HasAsync("saved", "{.status.recovery.phase}", "Completed");
        var recovered = await etcd.HasHealthyVotersAsync(3);
        Assert.Contains(recovered, member => member.Name == survivor);
        Assert.DoesNotContain(recovered, member => member.Name == wiped || member.Name == broken);
        for (var key = 0; key < 20; key++)
        {
            Assert.Equal($"value-{key}", await etcd.GetAsync($"key-{key}"));
        }

        // The flag is gone from the pod, and what was given up is kept for people.
        var arguments = await _cluster.KubectlAsync("get", "pods", "-l", "etcd_cluster=saved", "-o", "jsonpath={.items[*].spec.containers[0].args}");
        Assert.DoesNotContain("force-new-cluster", arguments, StringComparison.Ordinal);
        Assert.Equal(broken, await _cluster.KubectlAsync("get", "pvc", "-l", "etcd_cluster=saved,etcd.database.coreos.com/fenced", "-o", "jsonpath={.items[*].metadata.name}"));
        await HasAsync("saved", """{.status.conditions[?(@.type=="DataLossPossible")].status}""", "True");
        await AnnotateAsync("saved", "acknowledge-data-loss=1");
        await HasAsync("saved", """{.status.conditions[?(@.type=="DataLossPossible")].status}""", "");
        var events = await _cluster.KubectlAsync("describe", "etcd", "saved");
        Assert.Contains("Survivor Chosen", events, StringComparison.Ordinal);
        Assert.Contains("Recovery Completed", events, StringComparison.Ordinal);
        await _cluster.KubectlAsync("delete", "etcd", "saved");
    }

    [Fact]
    public async Task A_policy_recovers_without_a_person_and_an_operator_killed_in_the_middle_is_followed_by_one_that_finishes()
    {
        await CreateAsync("alone", $$$"""
            {"size": 3, "version": "3.4.23", "recovery": {"policy": "Automatic", "after": "5s"}, "pod": {"persistentVolumeClaimSpec": {{{Claim}}}}}
            """);
        using var etcd = new EtcdCluster(_cluster, "alone");
        var members = await etcd.HasHealthyVotersAsync(3);
        await etcd.PutAsync("key", "value");
        var survivor = members[0].Name;
        await PauseAsync("alone", true);
        await _cluster.KubectlAsync("delete", "pvc", members[1].Name, members[2].Name, "--wait=false");
        await _cluster.KubectlAsync("delete", "pod", members[1].Name, members[2].Name, "--grace-period=0", "--force");
        await PauseAsync("alone", false);

        await Eventually.TrueAsync("a survivor is chosen", async () => (await JsonPathAsync("alone", "{.status.recovery.survivor}")) == survivor, TimeSpan.FromSeconds(90));
        await _cluster.KubectlAsync("delete", "pod", "-l", "name=etcd-operator", "--grace-period=0", "--force");
        await HasAsync("alone", "{.status.recovery.phase}", "Completed");
        Assert.Contains(await etcd.HasHealthyVotersAsync(3), member => member.Name == survivor);
        Assert.Equal("value", await etcd.GetAsync("key"));
        await HasAsync("alone", """{.status.conditions[?(@.type=="DataLossPossible")].status}""", "True");
        await _cluster.KubectlAsync("delete", "etcd", "alone");
    }

    [Fact]
    public async Task A_full_database_is_emptied_of_history_and_takes_writes_again()
    {
        await CreateAsync("full", """{"size": 3, "version": "3.4.23", "maintenance": {"quotaBackendBytes": 16777216}}""");
        using var etcd = new EtcdCluster(_cluster, "full");
        await etcd.HasHealthyVotersAsync(3);
        await HasAsync("full", "{.status.readiness}", "3/3");
        var value = new string('x', 200_000);
        await FillAsync(etcd, _ => "key", value);

        await Eventually.TrueAsync(
            "the treatment has ended",
            async () => (await JsonPathAsync("full", "{.status.maintenance.space.completedAt}")).Length > 0,
            TimeSpan.FromSeconds(90),
            () => ClusterReport.OfAsync(_cluster, "full"));
        await etcd.PutAsync("key", "small");
        Assert.Equal("small", await etcd.GetAsync("key"));
        Assert.Equal("NoSpace 3", await JsonPathAsync("full", "{.status.maintenance.defragmentation.cause}") + " "
            + (await JsonPathAsync("full", "{.status.maintenance.defragmentation.members[*].name}")).Split(' ').Length);
        await HasAsync("full", """{.status.conditions[?(@.type=="SpaceExhausted")].status}""", "");
        var events = await _cluster.KubectlAsync("describe", "etcd", "full");
        Assert.Contains("Space Exhausted", events, StringComparison.Ordinal);
        Assert.Contains("Alarm Disarmed", events, StringComparison.Ordinal);

        await AnnotateAsync("full", "defragment=once");
        await HasAsync("full", "{.status.maintenance.defragmentation.cause}", "Request");
        await Eventually.TrueAsync("the round has ended", async () => (await JsonPathAsync("full", "{.status.maintenance.defragmentation.completedAt}")).Length > 0);
        await _cluster.KubectlAsync("delete", "etcd", "full");
    }

    [Fact]
    public async Task A_quota_too_small_for_the_keys_is_said_and_writes_go_on_when_it_is_raised()
    {
        await CreateAsync("tight", $$$"""
            {"size": 1, "version": "3.4.23", "maintenance": {"quotaBackendBytes": 16777216}, "pod": {"persistentVolumeClaimSpec": {{{Claim}}}}}
            """);
        using var etcd = new EtcdCluster(_cluster, "tight");
        await etcd.HasHealthyVotersAsync(1);
        await HasAsync("tight", "{.status.readiness}", "1/1");
        var value = new string('x', 200_000);
        await FillAsync(etcd, number => $"key-{number}", value);

        // How much a defragmentation gives back depends on how the writes fell together: more are made until it is too little.
        var more = 0;
        await Eventually.TrueAsync(
            "the quota is told to be too small",
            async () =>
            {
                if (await JsonPathAsync("tight", """{.status.conditions[?(@.type=="SpaceExhausted")].reason}""") == "QuotaTooSmall")
                {
                    return true;
                }

                await TryPutAsync(etcd, $"more-{more++}", value);
                return false;
            },
            TimeSpan.FromSeconds(120),
            () => ClusterReport.OfAsync(_cluster, "tight"));
        await _cluster.KubectlAsync("patch", "etcd", "tight", "--type=merge", "-p", """{"spec":{"maintenance":{"quotaBackendBytes":67108864}}}""");
        await HasAsync("tight", """{.status.conditions[?(@.type=="SpaceExhausted")].reason}""", "");

        // The only member has just restarted: the Service leads to it once its readiness probe has passed.
        await etcd.HasHealthyVotersAsync(1);
        await etcd.PutAsync("key", "small");
        Assert.Equal(value, await etcd.GetAsync("key-0"));
        Assert.Contains("--quota-backend-bytes=67108864", await _cluster.KubectlAsync("get", "pods", "-l", "etcd_cluster=tight", "-o", "jsonpath={.items[*].spec.containers[0].args}"), StringComparison.Ordinal);
        await _cluster.KubectlAsync("delete", "etcd", "tight");
    }

    [Fact]
    public async Task A_member_whose_data_a_disk_has_spoilt_is_replaced_and_writes_go_on()
    {
        await CreateAsync("spoilt", $$$"""
            {"size": 3, "version": "3.4.23", "maintenance": {"corruptionChecks": false}, "pod": {"persistentVolumeClaimSpec": {{{Claim}}},
             "etcdEnv": [{"name": "ETCD_EXPERIMENTAL_CORRUPT_CHECK_TIME", "value": "1s"}]}}
            """);
        using var etcd = new EtcdCluster(_cluster, "spoilt");
        var victim = (await etcd.HasHealthyVotersAsync(3)).First(member => !member.IsLeader).Name;
        await etcd.PutAsync("key", "precious-value");
        await PauseAsync("spoilt", true);
        var volume = await VolumeAsync(victim);
        await _cluster.KubectlAsync("delete", "pod", victim);
        var database = Path.Combine(volume, "data", "member", "snap", "db");
        var bytes = await File.ReadAllBytesAsync(database, TestContext.Current.CancellationToken);
        var at = bytes.AsSpan().IndexOf("precious-value"u8);
        Assert.True(at > 0);
        while (at >= 0)
        {
            Encoding.ASCII.GetBytes("##############").CopyTo(bytes, at);
            at = bytes.AsSpan().IndexOf("precious-value"u8);
        }

        await File.WriteAllBytesAsync(database, bytes, TestContext.Current.CancellationToken);
        await PauseAsync("spoilt", false);

        await Eventually.TrueAsync("the alarm is taken back", async () => (await _cluster.KubectlAsync("describe", "etcd", "spoilt"))
            .Contains("Alarm Disarmed", StringComparison.Ordinal), TimeSpan.FromSeconds(120), () => ClusterReport.OfAsync(_cluster, "spoilt"));
        await etcd.HasHealthyVotersAsync(3, except: victim);
        await etcd.PutAsync("key", "new");
        Assert.Equal("new", await etcd.GetAsync("key"));
        await HasAsync("spoilt", """{.status.conditions[?(@.type=="Corrupt")].status}""", "");
        await _cluster.KubectlAsync("delete", "etcd", "spoilt");
    }

    // Until etcd says that there is no room; a slow machine may refuse a write for other reasons.
    private static async Task FillAsync(EtcdCluster etcd, Func<int, string> key, string value)
    {
        for (var number = 0; number < 500; number++)
        {
            try
            {
                await etcd.PutAsync(key(number), value);
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.ResourceExhausted)
            {
                return;
            }
            catch (RpcException)
            {
                number--;
                await Task.Delay(200, TestContext.Current.CancellationToken);
            }
        }

        Assert.Fail("the database never filled up");
    }

    private static async Task TryPutAsync(EtcdCluster etcd, string key, string value)
    {
        try
        {
            await etcd.PutAsync(key, value);
        }
        catch (RpcException)
        {
            // No room, or a machine too slow for this one.
        }
    }

    private Task<string> CreateAsync(string name, string spec) => _cluster.ApplyAsync(
        $$"""{"apiVersion": "etcd.database.coreos.com/v1beta2", "kind": "EtcdCluster", "metadata": {"name": "{{name}}"}, "spec": {{spec}}}""");

    private Task<string> AnnotateAsync(string name, string annotation) => _cluster.KubectlAsync("annotate", "etcd", name, $"etcd.database.coreos.com/{annotation}");

    private async Task PauseAsync(string name, bool isPaused)
    {
        await _cluster.KubectlAsync("patch", "etcd", name, "--type=merge", "-p", $$$"""{"spec":{"paused":{{{(isPaused ? "true" : "false")}}}}}""");
        await HasAsync(name, "{.status.controlPaused}", isPaused ? "true" : "false");
    }

    private async Task<string> VolumeAsync(string claim)
    {
        var volume = await _cluster.KubectlAsync("get", "pvc", claim, "-o", "jsonpath={.spec.volumeName}");
        return await _cluster.KubectlAsync("get", "pv", volume, "-o", "jsonpath={.spec.hostPath.path}");
    }

    private Task<string> JsonPathAsync(string name, string path) => _cluster.KubectlAsync("get", "etcd", name, "-o", $"jsonpath={path}");

    private Task HasAsync(string name, string path, string value) => Eventually.TrueAsync(
        $"{path} of {name} is {value}", async () => await JsonPathAsync(name, path) == value, TimeSpan.FromSeconds(120), () => ClusterReport.OfAsync(_cluster, name));
}
