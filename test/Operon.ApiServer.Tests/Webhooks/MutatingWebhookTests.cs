using System.Text;
using System.Text.Json.Nodes;
using Operon.ApiServer.Tests.Hosting;
using Xunit;
using static Operon.ApiServer.Tests.Webhooks.WebhookConfigurations;

namespace Operon.ApiServer.Tests.Webhooks;

public sealed class MutatingWebhookTests
{
    private const string ConfigMaps = "/api/v1/namespaces/default/configmaps";
    private const string Pods = "/api/v1/namespaces/default/pods";
    private const string ConfigMap = """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"k":"v"}}""";

    [Fact]
    public async Task A_patch_changes_what_is_stored()
    {
        await using var host = await WebhookHost.StartAsync();
        await using var server = await TestServer.StartAsync();
        host.Patch("/add", """[{"op":"add","path":"/data/added","value":"yes"},{"op":"add","path":"/unknown","value":1}]""");
        await server.InstallAsync(Mutating, "maps", host.Webhook("/add"));

        await server.PostAsync($"{ConfigMaps}?fieldManager=me", ConfigMap);

        var stored = await server.GetAsync($"{ConfigMaps}/a");
        Assert.Equal("yes", (string)stored["data"]!["added"]!);
        Assert.Null(stored["unknown"]);
        Assert.Equal("""{"f:data":{".":{},"f:k":{}}}""", stored["metadata"]!["managedFields"]![0]!["fieldsV1"]!.ToJsonString());
    }

    [Fact]
    public async Task The_object_of_a_creation_has_no_uid_and_no_generated_name_yet()
    {
        await using var host = await WebhookHost.StartAsync();
        await using var server = await TestServer.StartAsync();
        host.Allow("/see");
        host.Patch("/name", """[{"op":"add","path":"/metadata/name","value":"chosen"}]""");
        await server.InstallAsync(Mutating, "maps", host.Webhook("/see"), host.Webhook("/name"));

        var created = await server.PostAsync(ConfigMaps, """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"generateName":"a-"}}""");

        var request = host.Asked("/see").Single()["request"]!;
        Assert.Null(request["name"]);
        Assert.Null(request["object"]!["metadata"]!["uid"]);
        Assert.Null(request["object"]!["metadata"]!["name"]);
        Assert.Equal("a-", (string)request["object"]!["metadata"]!["generateName"]!);
        Assert.Equal("chosen", (string)created["metadata"]!["name"]!);
        Assert.NotNull(created["metadata"]!["uid"]);
        await server.GetAsync($"{ConfigMaps}/chosen");
    }

    [Fact]
    public async Task Webhooks_are_called_in_the_order_of_names_then_places_each_on_the_others_result()
    {
        await using var host = await WebhookHost.StartAsync();
        await using var server = await TestServer.StartAsync();
        host.Patch("/first", """[{"op":"add","path":"/data/first","value":"1"}]""");
        host.Patch("/second", """[{"op":"add","path":"/data/second","value":"2"}]""");
        host.Allow("/third");
        await server.InstallAsync(Mutating, "b", host.Webhook("/third"));
        await server.InstallAsync(Mutating, "a", host.Webhook("/first"), host.Webhook("/second"));

        await server.PostAsync(ConfigMaps, ConfigMap);

        Assert.Equal(["/first", "/second", "/third"], host.Order);
        Assert.Equal("1", (string)host.Asked("/second")[0]["request"]!["object"]!["data"]!["first"]!);
        Assert.Equal("2", (string)host.Asked("/third")[0]["request"]!["object"]!["data"]!["second"]!);
    }

    [Fact]
    public async Task A_webhook_that_asks_for_it_is_called_again_after_a_later_change()
    {
        await using var host = await WebhookHost.StartAsync();
        await using var server = await TestServer.StartAsync();
        host.Allow("/again");
        host.Allow("/once");
        host.Patch("/change", """[{"op":"add","path":"/data/changed","value":"yes"}]""");
        await server.InstallAsync(
            Mutating, "maps",
            host.Webhook("/again", webhook => webhook["reinvocationPolicy"] = "IfNeeded"),
            host.Webhook("/once"),
            host.Webhook("/change"));

        await server.PostAsync(ConfigMaps, ConfigMap);

        Assert.Equal(["/again", "/once", "/change", "/again"], host.Order);
        Assert.Equal("yes", (string)host.Asked("/again")[1]["request"]!["object"]!["data"]!["changed"]!);
    }

    [Fact]
    public async Task Built_in_plugins_look_again_at_what_a_webhook_added()
    {
        await using var host = await WebhookHost.StartAsync();
        await using var server = await TestServer.StartAsync();
        await server.CreateServiceAccountAsync();
        host.Patch("/sidecar", """[{"op":"add","path":"/spec/containers/-","value":{"name":"sidecar","image":"s","resources":{"requests":{"cpu":"1"}}}}]""");
        await server.InstallAsync(Mutating, "pods", host.Webhook("/sidecar", webhook => webhook.Rule("", "v1", "pods", "CREATE")));

        var pod = await server.PostAsync(Pods, """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"i"}]}}""");

        var containers = pod["spec"]!["containers"]!.AsArray();
        Assert.Equal(2, containers.Count);
        Assert.Single(pod["spec"]!["volumes"]!.AsArray());
        Assert.Equal((string)containers[0]!["volumeMounts"]![0]!["name"]!, (string)containers[1]!["volumeMounts"]![0]!["name"]!);
        Assert.Equal("/dev/termination-log", (string)containers[1]!["terminationMessagePath"]!);
        Assert.Equal("Burstable", (string)pod["status"]!["qosClass"]!);
    }

    [Fact]
    public async Task What_a_webhook_made_is_validated()
    {
        await using var host = await WebhookHost.StartAsync();
        await using var server = await TestServer.StartAsync();
        await server.CreateServiceAccountAsync();
        host.Patch("/break", """[{"op":"replace","path":"/spec/containers/0/name","value":"Not a name"}]""");
        await server.InstallAsync(Mutating, "pods", host.Webhook("/break", webhook => webhook.Rule("", "v1", "pods", "CREATE")));

        var status = await server.PostAsync(Pods, """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"i"}]}}""", 422);

        Assert.Contains("spec.containers[0].name", (string)status["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_update_keeps_what_its_endpoint_cannot_write()
    {
        await using var host = await WebhookHost.StartAsync();
        await using var server = await TestServer.StartAsync();
        await server.PostAsync("/apis/apps/v1/namespaces/default/deployments", """
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d"},"spec":{"replicas":1,"selector":{"matchLabels":{"a":"b"}},
             "template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}
            """);
        host.Patch("/update", """[{"op":"add","path":"/status","value":{"replicas":7}},{"op":"replace","path":"/spec/replicas","value":5}]""");
        await server.InstallAsync(Mutating, "deployments", host.Webhook("/update", webhook => webhook.Rule("apps", "v1", "deployments", "UPDATE")));

        var updated = await server.PatchAsync("/apis/apps/v1/namespaces/default/deployments/d", "merge-patch+json", """{"metadata":{"labels":{"x":"y"}}}""");

        Assert.Equal(5, (int)updated["spec"]!["replicas"]!);
        Assert.Equal(2, (int)updated["metadata"]!["generation"]!);
        Assert.Null(updated["status"]!["replicas"]);
    }

    [Fact]
    public async Task A_patch_cannot_change_what_is_deleted()
    {
        await using var host = await WebhookHost.StartAsync();
        await using var server = await TestServer.StartAsync();
        await server.CreateConfigMapAsync("a");
        host.Patch("/change", """[{"op":"add","path":"/data","value":{}}]""");
        await server.InstallAsync(Mutating, "maps", host.Webhook("/change", webhook => webhook.Rule("", "v1", "configmaps", "DELETE")));

        var status = await server.DeleteAsync($"{ConfigMaps}/a", expected: 500);

        Assert.Contains("attempted to modify the object, which is not supported for this operation", (string)status["message"]!, StringComparison.Ordinal);
        await server.GetAsync($"{ConfigMaps}/a");
    }

    [Fact]
    public async Task A_patch_without_its_type_is_a_failure()
    {
        await using var host = await WebhookHost.StartAsync();
        await using var server = await TestServer.StartAsync();
        host.Answer("/odd", _ => new JsonObject { ["allowed"] = true, ["patch"] = Convert.ToBase64String(Encoding.UTF8.GetBytes("[]")) });
        await server.InstallAsync(Mutating, "maps", host.Webhook("/odd"));

        var status = await server.PostAsync(ConfigMaps, ConfigMap, 500);

        Assert.EndsWith("received invalid webhook response: webhook returned response.patch but not response.patchType", (string)status["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_autoscaler_is_patched_in_the_version_of_the_rule()
    {
        await using var host = await WebhookHost.StartAsync();
        await using var server = await TestServer.StartAsync();
        host.Patch("/v1", """[{"op":"replace","path":"/spec/targetCPUUtilizationPercentage","value":77}]""");
        await server.InstallAsync(Mutating, "scalers", host.Webhook("/v1", webhook => webhook.Rule("autoscaling", "v1", "horizontalpodautoscalers")));

        var created = await server.PostAsync("/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers", """
            {"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","metadata":{"name":"a"},
             "spec":{"maxReplicas":3,"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"d"},
              "metrics":[{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":50}}}]}}
            """);

        Assert.Equal("autoscaling/v2", (string)created["apiVersion"]!);
        Assert.Equal(77, (int)created["spec"]!["metrics"]![0]!["resource"]!["target"]!["averageUtilization"]!);
    }

    [Fact]
    public async Task Services_keep_the_address_they_get_after_the_webhooks()
    {
        await using var host = await WebhookHost.StartAsync();
        await using var server = await TestServer.StartAsync();
        host.Patch("/label", """[{"op":"add","path":"/metadata/labels","value":{"seen":"yes"}}]""");
        await server.InstallAsync(Mutating, "services", host.Webhook("/label", webhook =>
        {
            webhook.Rule("", "v1", "services");
            webhook["reinvocationPolicy"] = "IfNeeded";
        }));

        var service = await server.PostAsync("/api/v1/namespaces/default/services", """{"apiVersion":"v1","kind":"Service","metadata":{"name":"s"},"spec":{"ports":[{"port":80}]}}""");
        var again = await server.PatchAsync("/api/v1/namespaces/default/services/s", "merge-patch+json", """{"metadata":{"annotations":{"x":"y"}}}""");

        Assert.Null(host.Asked("/label")[0]["request"]!["object"]!["spec"]!["clusterIP"]);
        Assert.Equal((string)service["spec"]!["clusterIP"]!, (string)again["spec"]!["clusterIP"]!);
    }
}
