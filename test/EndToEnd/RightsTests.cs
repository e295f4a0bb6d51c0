using EndToEnd.Clusters;
using EndToEnd.Etcd;

namespace EndToEnd;

/// <summary>The API server enforces the operator's role: each right is there because something needs it.</summary>
public sealed class RightsTests
{
    [Fact]
    public async Task A_missing_verb_stops_the_operator_and_is_named_and_giving_it_back_lets_it_go_on()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.InstallEtcdOperatorAsync();
        var verbs = await cluster.KubectlAsync("get", "clusterrole", "etcd-operator", "-o", """jsonpath={.rules[?(@.resources[0]=="services")].verbs}""");
        Assert.Contains("create", verbs, StringComparison.Ordinal);
        var index = (await cluster.KubectlAsync("get", "clusterrole", "etcd-operator", "-o", "jsonpath={range .rules[*]}{.resources[0]}{\"\\n\"}{end}"))
            .Split('\n').ToList().IndexOf("services");
        await SetVerbsAsync(cluster, index, """["get","list"]""");

        await cluster.ApplyAsync("""
            apiVersion: etcd.database.coreos.com/v1beta2
            kind: EtcdCluster
            metadata: {name: hindered}
            spec: {size: 1, version: "3.2.13"}
            """);
        await Eventually.TrueAsync("the operator's log names the missing right", async () =>
        {
            var log = await cluster.KubectlAsync("logs", "deployment/etcd-operator");
            return log.Contains("cannot create resource \"services\"", StringComparison.Ordinal);
        });
        Assert.Equal("", await cluster.KubectlAsync("get", "pods", "-l", "etcd_cluster=hindered", "-o", "name"));

        await SetVerbsAsync(cluster, index, verbs);
        using var etcd = new EtcdCluster(cluster, "hindered");
        await etcd.HasHealthyVotersAsync(1);
    }

    private static Task<string> SetVerbsAsync(TestCluster cluster, int rule, string verbs) => cluster.KubectlAsync(
        "patch", "clusterrole", "etcd-operator", "--type=json", "-p", $$"""[{"op":"replace","path":"/rules/{{rule}}/verbs","value":{{verbs}}}]""");
}
