using System.Text.Json.Nodes;
using Operon.ApiServer.Tests.Hosting;
using Xunit;
using static Operon.ApiServer.Tests.Webhooks.WebhookConfigurations;

namespace Operon.ApiServer.Tests.Webhooks;

public sealed class WebhookMatchingTests
{
    private const string Autoscaler = """
        {"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","metadata":{"name":"a"},
         "spec":{"maxReplicas":3,"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"d"},
          "metrics":[{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":50}}},
                     {"type":"Resource","resource":{"name":"memory","target":{"type":"Utilization","averageUtilization":60}}}]}}
        """;

    private const string Deployment = """
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d"},"spec":{"replicas":1,"selector":{"matchLabels":{"a":"b"}},
         "template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}
        """;

    [Theory]
    [InlineData("", "v1", "configmaps", "CREATE", "*", true)]
    [InlineData("*", "*", "*", "*", "Namespaced", true)]
    [InlineData("*", "*", "*/*", "*", "*", true)]
    [InlineData("", "v1", "configmaps/*", "*", "*", true)]
    [InlineData("", "v1", "configmaps", "UPDATE", "*", false)]
    [InlineData("apps", "v1", "configmaps", "*", "*", false)]
    [InlineData("", "v2", "configmaps", "*", "*", false)]
    [InlineData("", "v1", "configmaps/status", "*", "*", false)]
    [InlineData("", "v1", "*", "*", "Cluster", false)]
    [InlineData("", "v1", "configmaps", "CONNECT", "*", false)]
    public async Task A_rule_matches_by_group_version_resource_operation_and_scope(string group, string version, string resource, string operation, string scope, bool asked)
    {
        await using var host = await WebhookHost.StartAsync();
        await using var server = await TestServer.StartAsync();
        host.Allow("/see");
        await server.InstallAsync(Validating, "maps", host.Webhook("/see", webhook => webhook.Rule(group, version, resource, operation, scope)));

        await server.CreateConfigMapAsync("a");

        Assert.Equal(asked ? 1 : 0, host.Asked("/see").Count);
    }

    [Fact]
    public async Task Objects_are_selected_by_the_labels_they_have_or_had()
    {
        await using var host = await WebhookHost.StartAsync();
        await using var server = await TestServer.StartAsync();
        host.Allow("/see");
        await server.InstallAsync(Validating, "maps", host.Webhook("/see", webhook => webhook["objectSelector"] = JsonNode.Parse("""{"matchLabels":{"watched":"yes"}}""")));

        await server.CreateConfigMapAsync("a");
        Assert.Empty(host.Asked("/see"));
        await server.PatchAsync("/api/v1/namespaces/default/configmaps/a", "merge-patch+json", """{"metadata":{"labels":{"watched":"yes"}}}""");
        await server.PatchAsync("/api/v1/namespaces/default/configmaps/a", "merge-patch+json", """{"metadata":{"labels":{"watched":null}}}""");
        await server.PatchAsync("/api/v1/namespaces/default/configmaps/a", "merge-patch+json", """{"data":{"k":"v"}}""");

        Assert.Equal(2, host.Asked("/see").Count);
    }

    [Fact]
    public async Task Namespaces_are_selected_by_their_labels_and_cluster_objects_always()
    {
        await using var host = await WebhookHost.StartAsync();
        await using var server = await TestServer.StartAsync();
        host.Allow("/see");
        await server.InstallAsync(Validating, "all", host.Webhook("/see", webhook =>
        {
            webhook["namespaceSelector"] = JsonNode.Parse("""{"matchExpressions":[{"key":"kubernetes.io/metadata.name","operator":"NotIn","values":["default"]}]}""");
            webhook.Rule("*", "*", "*");
        }));

        await server.CreateConfigMapAsync("a");
        await server.PostAsync("/api/v1/namespaces", """{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"other"}}""");
        await server.PostAsync("/api/v1/namespaces/other/configmaps", """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"b"}}""");
        await server.PostAsync("/apis/rbac.authorization.k8s.io/v1/clusterroles", """{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole","metadata":{"name":"c"},"rules":[]}""");

        Assert.Equal(["other", "b", "c"], host.Asked("/see").Select(review => (string)review["request"]!["name"]!));
    }

    [Fact]
    public async Task An_equivalent_version_is_converted_to_the_one_of_the_rule()
    {
        await using var host = await WebhookHost.StartAsync();
        await using var server = await TestServer.StartAsync();
        host.Allow("/see");
        host.Allow("/exact");
        await server.InstallAsync(
            Validating, "scalers",
            host.Webhook("/see", webhook => webhook.Rule("autoscaling", "v1", "horizontalpodautoscalers")),
            host.Webhook("/exact", webhook =>
            {
                webhook.Rule("autoscaling", "v1", "horizontalpodautoscalers");
                webhook["matchPolicy"] = "Exact";
            }));

        var created = await server.PostAsync("/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers", Autoscaler);

        var request = host.Asked("/see").Single()["request"]!;
        Assert.Equal(("v1", "v2"), ((string)request["kind"]!["version"]!, (string)request["requestKind"]!["version"]!));
        Assert.Equal("autoscaling/v1", (string)request["object"]!["apiVersion"]!);
        Assert.Equal(50, (int)request["object"]!["spec"]!["targetCPUUtilizationPercentage"]!);
        Assert.Equal(2, created["spec"]!["metrics"]!.AsArray().Count);
        Assert.Empty(host.Asked("/exact"));
    }

    [Fact]
    public async Task Scale_and_status_are_asked_about_as_subresources()
    {
        await using var host = await WebhookHost.StartAsync();
        await using var server = await TestServer.StartAsync();
        host.Allow("/scale");
        host.Allow("/status");
        await server.InstallAsync(
            Validating, "deployments",
            host.Webhook("/scale", webhook => webhook.Rule("apps", "v1", "deployments/scale")),
            host.Webhook("/status", webhook => webhook.Rule("apps", "v1", "deployments/status")));
        await server.PostAsync("/apis/apps/v1/namespaces/default/deployments", Deployment);

        await server.PatchAsync("/apis/apps/v1/namespaces/default/deployments/d/scale", "merge-patch+json", """{"spec":{"replicas":4}}""");
        await server.PatchAsync("/apis/apps/v1/namespaces/default/deployments/d/status", "merge-patch+json", """{"status":{"replicas":4}}""");

        var scale = host.Asked("/scale").Single()["request"]!;
        Assert.Equal("""{"group":"autoscaling","version":"v1","kind":"Scale"}""", scale["kind"]!.ToJsonString());
        Assert.Equal("scale", (string)scale["subResource"]!);
        Assert.Equal((4, 1), ((int)scale["object"]!["spec"]!["replicas"]!, (int)scale["oldObject"]!["spec"]!["replicas"]!));
        Assert.Equal(4, (int)host.Asked("/status").Single()["request"]!["object"]!["status"]!["replicas"]!);
    }

    [Fact]
    public async Task Bindings_evictions_and_tokens_are_creations_of_their_own_kind()
    {
        await using var host = await WebhookHost.StartAsync();
        await using var server = await TestServer.StartAsync();
        await server.CreateServiceAccountAsync();
        foreach (var path in (string[])["/binding", "/eviction", "/token", "/pods"])
        {
            host.Allow(path);
        }

        await server.InstallAsync(
            Validating, "pods",
            host.Webhook("/binding", webhook => webhook.Rule("", "v1", "pods/binding")),
            host.Webhook("/eviction", webhook => webhook.Rule("", "v1", "pods/eviction")),
            host.Webhook("/token", webhook => webhook.Rule("", "v1", "serviceaccounts/token")),
            host.Webhook("/pods", webhook => webhook.Rule("", "v1", "pods")));
        const string pods = "/api/v1/namespaces/default/pods";
        await server.PostAsync(pods, """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"i"}]}}""");

        await server.PostAsync($"{pods}/p/binding", """{"apiVersion":"v1","kind":"Binding","metadata":{"name":"p"},"target":{"kind":"Node","name":"n"}}""");
        await server.PostAsync($"{pods}/p/eviction", """{"apiVersion":"policy/v1","kind":"Eviction","metadata":{"name":"p"},"deleteOptions":{"gracePeriodSeconds":0}}""");
        await server.PostAsync("/api/v1/namespaces/default/serviceaccounts/default/token", """{"apiVersion":"authentication.k8s.io/v1","kind":"TokenRequest","spec":{}}""");

        Assert.Equal(["/pods", "/binding", "/eviction", "/token"], host.Order);
        Assert.Equal(("Binding", "CREATE"), ((string)host.Asked("/binding")[0]["request"]!["kind"]!["kind"]!, (string)host.Asked("/binding")[0]["request"]!["operation"]!));
        Assert.Equal("Eviction", (string)host.Asked("/eviction")[0]["request"]!["kind"]!["kind"]!);
        Assert.Equal("TokenRequest", (string)host.Asked("/token")[0]["request"]!["kind"]!["kind"]!);
    }
}
