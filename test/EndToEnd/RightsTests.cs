using System.Text.Json.Nodes;
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

    [Fact]
    public async Task A_role_from_before_there_were_budgets_users_and_policies_is_enough_for_clusters()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.InstallEtcdOperatorAsync();
        var role = JsonNode.Parse(await cluster.KubectlAsync("get", "clusterrole", "etcd-operator", "-o", "json"))!;
        string[] later = ["policy", "networking.k8s.io", "cert-manager.io"];
        var rules = role["rules"]!.AsArray().Where(rule =>
            !later.Contains((string?)rule!["apiGroups"]![0]) && !rule["resources"]!.AsArray().Any(resource => ((string)resource!).StartsWith("etcdusers", StringComparison.Ordinal)));
        role["rules"] = new JsonArray([.. rules.Select(rule => rule!.DeepClone())]);
        await cluster.ApplyAsync(role.ToJsonString());
        await cluster.KubectlAsync("delete", "pod", "-l", "name=etcd-operator");

        await cluster.ApplyAsync("""
            apiVersion: etcd.database.coreos.com/v1beta2
            kind: EtcdCluster
            metadata: {name: modest}
            spec: {size: 3, version: "3.4.23"}
            """);
        using var etcd = new EtcdCluster(cluster, "modest");
        await etcd.HasHealthyVotersAsync(3);
        await Eventually.TrueAsync("the missing right is told", async () =>
        {
            var description = await cluster.KubectlAsync("describe", "etcd", "modest");
            return description.Contains("Action Refused", StringComparison.Ordinal) && description.Contains("poddisruptionbudgets", StringComparison.Ordinal);
        });
        Assert.Equal("True", await cluster.KubectlAsync("get", "etcd", "modest", "-o", """jsonpath={.status.conditions[?(@.type=="ObjectsRefused")].status}"""));
    }

    private static Task<string> SetVerbsAsync(TestCluster cluster, int rule, string verbs) => cluster.KubectlAsync(
        "patch", "clusterrole", "etcd-operator", "--type=json", "-p", $$"""[{"op":"replace","path":"/rules/{{rule}}/verbs","value":{{verbs}}}]""");
}
