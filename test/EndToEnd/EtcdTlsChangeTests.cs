using EndToEnd.Clusters;
using EndToEnd.Etcd;

namespace EndToEnd;

/// <summary>Certificates that arrive, change hands and go on a cluster that runs, and the objects that keep it from being drained away.</summary>
[Collection(nameof(EtcdOperatorCollection))]
public sealed class EtcdTlsChangeTests(EtcdOperatorCluster shared)
{
    private readonly TestCluster _cluster = shared.Cluster;

    [Fact]
    public async Task A_running_cluster_takes_on_TLS_in_place_and_rotates_its_authority()
    {
        await _cluster.ApplyAsync("""
            apiVersion: etcd.database.coreos.com/v1beta2
            kind: EtcdCluster
            metadata: {name: turn}
            spec:
              size: 3
              version: "3.4.23"
              pod: {persistentVolumeClaimSpec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}
            """);
        await HasAsync("turn", "{.status.readiness}", "3/3");
        var ids = await IdsAsync();

        await PatchAsync("""{"spec":{"TLS":{"auto":{}}}}""");
        await EventuallyAsync("every peer is dialled by https", async () => (await PeerUrlsAsync()) is { Length: 3 } urls && urls.All(url => url.StartsWith("https:", StringComparison.Ordinal)));
        await SettledAsync();
        Assert.Equal(ids, await IdsAsync());

        var before = await AuthorityAsync();
        await _cluster.KubectlAsync("annotate", "etcd", "turn", "etcd.database.coreos.com/rotate-ca=first");
        await _cluster.KubectlAsync("delete", "pod", "-l", "name=etcd-operator", "--grace-period=0", "--force");
        await EventuallyAsync("another authority signs", async () => await AuthorityAsync() != before);
        await HasAsync("turn", "{.status.tls.authority}", "Steady");
        await SettledAsync();
        Assert.Equal(ids, await IdsAsync());
        var events = await _cluster.KubectlAsync("describe", "etcd", "turn");
        Assert.Contains("Certificate Authority Rotated", events, StringComparison.Ordinal);
        Assert.DoesNotContain("Quorum Lost", events, StringComparison.Ordinal);
        await _cluster.KubectlAsync("delete", "etcd", "turn");
    }

    [Fact]
    public async Task A_single_member_without_a_volume_keeps_its_data_while_it_takes_on_TLS()
    {
        await _cluster.ApplyAsync("""
            apiVersion: etcd.database.coreos.com/v1beta2
            kind: EtcdCluster
            metadata: {name: lone}
            spec: {size: 1, version: "3.4.23"}
            """);
        using (var etcd = new EtcdCluster(_cluster, "lone"))
        {
            await etcd.HasHealthyVotersAsync(1);
            await etcd.PutAsync("key", "value");
        }

        await HasAsync("lone", "{.status.readiness}", "1/1");
        var id = await _cluster.KubectlAsync("get", "etcd", "lone", "-o", "jsonpath={.status.clusterID}");
        await _cluster.KubectlAsync("patch", "etcd", "lone", "--type=merge", "-p", """{"spec":{"TLS":{"auto":{}}}}""");
        await EventuallyAsync("the only member speaks TLS", async () =>
            (await _cluster.KubectlAsync("get", "etcd", "lone", "-o", "jsonpath={.status.memberStatuses[*].peerURL} {.status.readiness}")) is var seen
            && seen.StartsWith("https:", StringComparison.Ordinal) && seen.EndsWith("svc:2380 1/1", StringComparison.Ordinal) && seen.Split(' ').Length == 2, "lone");
        Assert.Equal(id, await _cluster.KubectlAsync("get", "etcd", "lone", "-o", "jsonpath={.status.clusterID}"));

        // One key was written: etcd counts revisions from 1.
        await EventuallyAsync("the data are there", async () => await _cluster.KubectlAsync("get", "etcd", "lone", "-o", "jsonpath={.status.memberStatuses[0].revision}") == "2", "lone");
        await _cluster.KubectlAsync("delete", "etcd", "lone");
    }

    [Fact]
    public async Task Evictions_stop_where_the_quorum_begins_and_the_Services_follow_the_spec()
    {
        await _cluster.ApplyAsync("""
            apiVersion: etcd.database.coreos.com/v1beta2
            kind: EtcdCluster
            metadata: {name: drained}
            spec:
              size: 3
              version: "3.4.23"
              networkPolicy: {enabled: true}
              services: {client: {type: NodePort, annotations: {owner: team-a}}, perMember: {}}
            """);
        await HasAsync("drained", "{.status.readiness}", "3/3");
        await EventuallyAsync("the budget allows one disruption", async () =>
            await _cluster.KubectlAsync("get", "pdb", "drained", "-o", "jsonpath={.spec.minAvailable} {.status.disruptionsAllowed}") == "2 1");
        await EventuallyAsync("each member has its Service", async () =>
            (await _cluster.KubectlAsync("get", "services", "-l", "etcd_cluster=drained,etcd.database.coreos.com/member-service", "-o", "name")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length == 3);
        Assert.Equal("NodePort team-a", await _cluster.KubectlAsync("get", "service", "drained-client", "-o", "jsonpath={.spec.type} {.metadata.annotations.owner}"));
        Assert.Equal("drained", await _cluster.KubectlAsync("get", "networkpolicy", "drained", "-o", "jsonpath={.metadata.name}"));

        var pods = (await _cluster.KubectlAsync("get", "pods", "-l", "etcd_cluster=drained", "-o", "jsonpath={.items[*].metadata.name}")).Split(' ');
        Assert.Equal(0, (await EvictAsync(pods[0])).ExitCode);
        var second = await EvictAsync(pods[1]);
        Assert.NotEqual(0, second.ExitCode);
        Assert.Contains("disruption budget", second.ToString(), StringComparison.Ordinal);
        await EventuallyAsync("the evicted member is replaced", async () =>
            !(await _cluster.KubectlAsync("get", "etcd", "drained", "-o", "jsonpath={.status.members.ready}")).Contains(pods[0], StringComparison.Ordinal)
            && await _cluster.KubectlAsync("get", "etcd", "drained", "-o", "jsonpath={.status.readiness}") == "3/3");

        await _cluster.KubectlAsync("patch", "etcd", "drained", "--type=json", "-p", """[{"op":"remove","path":"/spec/services"},{"op":"replace","path":"/spec/networkPolicy/enabled","value":false}]""");
        await EventuallyAsync("what is asked for no more goes", async () =>
            await _cluster.KubectlAsync("get", "service", "drained-client", "-o", "jsonpath={.spec.type}{.metadata.annotations.owner}") == "ClusterIP"
            && await _cluster.KubectlAsync("get", "services", "-l", "etcd.database.coreos.com/member-service", "-o", "name") == ""
            && await _cluster.KubectlAsync("get", "networkpolicy", "-o", "name") == "");
        await _cluster.KubectlAsync("delete", "etcd", "drained");
    }

    private Task<CommandResult> EvictAsync(string pod) => _cluster.TryKubectlAsync(
        ["create", "--raw", $"/api/v1/namespaces/default/pods/{pod}/eviction", "-f", "-"],
        $$$"""{"apiVersion": "policy/v1", "kind": "Eviction", "metadata": {"name": "{{{pod}}}", "namespace": "default"}}""");

    private async Task<string> IdsAsync() => await _cluster.KubectlAsync("get", "etcd", "turn", "-o", "jsonpath={.status.memberStatuses[*].id}");

    private async Task<string[]> PeerUrlsAsync() =>
        (await _cluster.KubectlAsync("get", "etcd", "turn", "-o", "jsonpath={.status.memberStatuses[*].peerURL}")).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private Task<string> AuthorityAsync() => _cluster.KubectlAsync("get", "secret", "turn-ca", "-o", """jsonpath={.data.ca\.crt}""");

    private Task<string> PatchAsync(string patch) => _cluster.KubectlAsync("patch", "etcd", "turn", "--type=merge", "-p", patch);

    private async Task SettledAsync() => await EventuallyAsync("every pod trusts what the secret holds and all are ready", async () =>
    {
        var notes = (await _cluster.KubectlAsync("get", "pods", "-l", "etcd_cluster=turn", "-o", """jsonpath={.items[*].metadata.annotations.etcd\.database\.coreos\.com/trusted-authorities}""")).Split(' ');
        return notes.Length == 3 && notes.Distinct().Count() == 1 && await _cluster.KubectlAsync("get", "etcd", "turn", "-o", "jsonpath={.status.readiness}") == "3/3";
    });

    private Task HasAsync(string name, string path, string value) => EventuallyAsync(
        $"{path} of {name} is {value}", async () => await _cluster.KubectlAsync("get", "etcd", name, "-o", $"jsonpath={path}") == value, name);

    private Task EventuallyAsync(string what, Func<Task<bool>> condition, string name = "turn") =>
        Eventually.TrueAsync(what, condition, TimeSpan.FromSeconds(300), () => ClusterReport.OfAsync(_cluster, name));
}
