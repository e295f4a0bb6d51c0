using System.Text.Json.Nodes;
using Operon.ApiServer.Tests.Hosting;
using Xunit;
using static Operon.ApiServer.Tests.Webhooks.WebhookConfigurations;

namespace Operon.ApiServer.Tests.Webhooks;

public sealed class ValidatingWebhookTests
{
    private const string ConfigMaps = "/api/v1/namespaces/default/configmaps";
    private const string ConfigMap = """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"k":"v"}}""";

    [Fact]
    public async Task A_denial_reaches_the_client_with_its_code_and_message()
    {
        await using var host = await WebhookHost.StartAsync();
        await using var server = await TestServer.StartAsync();
        host.Deny("/deny", "no maps today", 418);
        await server.InstallAsync(Validating, "maps", host.Webhook("/deny"));

        var status = await server.PostAsync(ConfigMaps, ConfigMap, 418);

        Assert.Equal("admission webhook \"deny.example.com\" denied the request: no maps today", (string)status["message"]!);
        await server.GetAsync($"{ConfigMaps}/a", 404);
    }

    [Fact]
    public async Task A_denial_that_says_nothing_is_a_400_without_explanation()
    {
        await using var host = await WebhookHost.StartAsync();
        await using var server = await TestServer.StartAsync();
        host.Answer("/deny", _ => new JsonObject { ["allowed"] = false });
        await server.InstallAsync(Validating, "maps", host.Webhook("/deny"));

        var status = await server.PostAsync(ConfigMaps, ConfigMap, 400);

        Assert.Equal("admission webhook \"deny.example.com\" denied the request without explanation", (string)status["message"]!);
    }

    [Fact]
    public async Task The_review_tells_everything_about_the_request()
    {
        await using var host = await WebhookHost.StartAsync();
        await using var server = await TestServer.StartAsync();
        host.Allow("/see");
        await server.InstallAsync(Validating, "maps", host.Webhook("/see"));

        await server.PostAsync($"{ConfigMaps}?fieldManager=me&fieldValidation=Strict", ConfigMap);
        await server.PatchAsync($"{ConfigMaps}/a", "merge-patch+json", """{"data":{"k":"w"}}""");
        await server.DeleteAsync($"{ConfigMaps}/a", """{"kind":"DeleteOptions","apiVersion":"v1","propagationPolicy":"Background"}""");

        var reviews = host.Asked("/see");
        Assert.All(reviews, review => Assert.Equal(("AdmissionReview", "admission.k8s.io/v1"), ((string)review["kind"]!, (string)review["apiVersion"]!)));
        var requests = reviews.Select(review => review["request"]!.AsObject()).ToList();
        Assert.Equal(["CREATE", "UPDATE", "DELETE"], requests.Select(request => (string)request["operation"]!));
        Assert.Equal(3, requests.Select(request => (string)request["uid"]!).Distinct().Count());
        var create = requests[0];
        Assert.Equal("""{"group":"","version":"v1","kind":"ConfigMap"}""", create["kind"]!.ToJsonString());
        Assert.Equal("""{"group":"","version":"v1","resource":"configmaps"}""", create["requestResource"]!.ToJsonString());
        Assert.Equal(("a", "default"), ((string)create["name"]!, (string)create["namespace"]!));
        Assert.Equal("admin", (string)create["userInfo"]!["username"]!);
        Assert.Equal("v", (string)create["object"]!["data"]!["k"]!);
        Assert.NotNull(create["object"]!["metadata"]!["uid"]);
        Assert.True(create.ContainsKey("oldObject") && create["oldObject"] is null);
        Assert.False((bool)create["dryRun"]!);
        Assert.Equal("""{"kind":"CreateOptions","apiVersion":"meta.k8s.io/v1","fieldManager":"me","fieldValidation":"Strict"}""", create["options"]!.ToJsonString());
        Assert.Equal(("w", "v"), ((string)requests[1]["object"]!["data"]!["k"]!, (string)requests[1]["oldObject"]!["data"]!["k"]!));
        Assert.Null(requests[2]["object"]);
        Assert.Equal("w", (string)requests[2]["oldObject"]!["data"]!["k"]!);
        Assert.Equal("""{"kind":"DeleteOptions","apiVersion":"meta.k8s.io/v1","propagationPolicy":"Background"}""", requests[2]["options"]!.ToJsonString());
    }

    [Fact]
    public async Task Connections_are_kept_between_calls()
    {
        await using var host = await WebhookHost.StartAsync();
        await using var server = await TestServer.StartAsync();
        host.Allow("/see");
        await server.InstallAsync(Validating, "maps", host.Webhook("/see"));

        foreach (var name in (string[])["a", "b", "c"])
        {
            await server.CreateConfigMapAsync(name);
        }

        Assert.Equal(3, host.Asked("/see").Count);
        Assert.Equal(1, host.Connections);
    }

    [Fact]
    public async Task Warnings_reach_the_client()
    {
        await using var host = await WebhookHost.StartAsync();
        await using var server = await TestServer.StartAsync();
        host.Answer("/warn", _ => new JsonObject { ["allowed"] = true, ["warnings"] = new JsonArray("think twice"), ["auditAnnotations"] = new JsonObject { ["k"] = "v" } });
        await server.InstallAsync(Validating, "maps", host.Webhook("/warn"));

        using var response = await server.Admin.PostAsync(ConfigMaps, new StringContent(ConfigMap, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")), TestServer.Cancel);

        Assert.Equal(["299 - \"think twice\""], response.Headers.GetValues("Warning"));
    }

    [Fact]
    public async Task A_webhook_that_cannot_be_reached_fails_the_request_unless_failures_are_ignored()
    {
        await using var host = await WebhookHost.StartAsync();
        await using var server = await TestServer.StartAsync();
        var gone = new JsonObject { ["url"] = "https://127.0.0.1:1/gone", ["caBundle"] = host.CaBundle };
        await server.InstallAsync(Validating, "maps", host.Webhook("/gone", webhook => webhook["clientConfig"] = gone));

        var status = await server.PostAsync(ConfigMaps, ConfigMap, 500);
        await server.PatchAsync($"{Validating}/maps", "json-patch+json", """[{"op":"replace","path":"/webhooks/0/failurePolicy","value":"Ignore"}]""");
        await server.PostAsync(ConfigMaps, ConfigMap);

        Assert.Equal(
            "Internal error occurred: failed calling webhook \"gone.example.com\": failed to call webhook: Post \"https://127.0.0.1:1/gone?timeout=10s\": dial tcp 127.0.0.1:1: connect: connection refused",
            (string)status["message"]!);
        Assert.Equal("InternalError", (string)status["reason"]!);
    }

    [Fact]
    public async Task A_webhook_of_another_authority_is_not_trusted()
    {
        await using var host = await WebhookHost.StartAsync();
        await using var other = await WebhookHost.StartAsync();
        await using var server = await TestServer.StartAsync();
        host.Allow("/see");
        await server.InstallAsync(Validating, "maps", host.Webhook("/see", webhook => webhook["clientConfig"]!["caBundle"] = other.CaBundle));

        var status = await server.PostAsync(ConfigMaps, ConfigMap, 500);

        Assert.EndsWith("tls: failed to verify certificate: x509: certificate signed by unknown authority", (string)status["message"]!, StringComparison.Ordinal);
        Assert.Empty(host.Asked("/see"));
    }

    [Fact]
    public async Task A_webhook_that_takes_longer_than_its_timeout_fails()
    {
        await using var host = await WebhookHost.StartAsync();
        await using var server = await TestServer.StartAsync();
        host.Hangs = true;
        await server.InstallAsync(Validating, "maps", host.Webhook("/slow", webhook => webhook["timeoutSeconds"] = 1));

        var status = await server.PostAsync(ConfigMaps, ConfigMap, 500);

        Assert.EndsWith($"Post \"https://127.0.0.1:{host.Port}/slow?timeout=1s\": context deadline exceeded", (string)status["message"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"allowed":true,"uid":"other"}""", "expected response.uid=")]
    [InlineData("""{"allowed":true,"patch":"W10="}""", "validating webhook may not return response.patch")]
    [InlineData("""{"allowed":true,"patchType":"JSONPatch"}""", "validating webhook may not return response.patchType")]
    public async Task An_answer_that_breaks_the_contract_is_a_failure(string response, string problem)
    {
        await using var host = await WebhookHost.StartAsync();
        await using var server = await TestServer.StartAsync();
        host.Answer("/odd", _ => JsonNode.Parse(response)!.AsObject());
        await server.InstallAsync(Validating, "maps", host.Webhook("/odd"));

        var status = await server.PostAsync(ConfigMaps, ConfigMap, 500);

        Assert.StartsWith($"Internal error occurred: failed calling webhook \"odd.example.com\": received invalid webhook response: {problem}", (string)status["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_path_the_webhook_does_not_serve_is_a_failure()
    {
        await using var host = await WebhookHost.StartAsync();
        await using var server = await TestServer.StartAsync();
        await server.InstallAsync(Validating, "maps", host.Webhook("/none"));

        var status = await server.PostAsync(ConfigMaps, ConfigMap, 500);

        Assert.Equal("Internal error occurred: failed calling webhook \"none.example.com\": failed to call webhook: the server could not find the requested resource", (string)status["message"]!);
    }

    [Fact]
    public async Task A_dry_run_is_refused_by_webhooks_with_side_effects_and_seen_by_the_others()
    {
        await using var host = await WebhookHost.StartAsync();
        await using var server = await TestServer.StartAsync();
        host.Allow("/see");
        await server.InstallAsync(Validating, "maps", host.Webhook("/see", webhook => webhook["sideEffects"] = "NoneOnDryRun"));

        await server.PostAsync($"{ConfigMaps}?dryRun=All", ConfigMap);

        var request = host.Asked("/see").Single()["request"]!;
        Assert.True((bool)request["dryRun"]!);
        Assert.Equal("All", (string)request["options"]!["dryRun"]![0]!);
        await server.GetAsync($"{ConfigMaps}/a", 404);
    }

    [Fact]
    public async Task Configurations_are_never_judged_by_webhooks()
    {
        await using var host = await WebhookHost.StartAsync();
        await using var server = await TestServer.StartAsync();
        host.Deny("/all", "nothing");
        await server.InstallAsync(Validating, "all", host.Webhook("/all", webhook => webhook.Rule("*", "*", "*/*")));

        await server.PostAsync(ConfigMaps, ConfigMap, 403);
        await server.DeleteAsync($"{Validating}/all");
        await server.PostAsync(ConfigMaps, ConfigMap);
    }

    [Fact]
    public async Task Every_object_of_a_collection_is_judged_before_it_is_deleted()
    {
        await using var host = await WebhookHost.StartAsync();
        await using var server = await TestServer.StartAsync();
        await server.CreateConfigMapAsync("a");
        await server.CreateConfigMapAsync("b");
        host.Allow("/see");
        await server.InstallAsync(Validating, "maps", host.Webhook("/see", webhook => webhook.Rule("", "v1", "configmaps", "DELETE")));

        await server.DeleteAsync(ConfigMaps);

        Assert.Equal(["a", "b"], host.Asked("/see").Select(review => (string)review["request"]!["oldObject"]!["metadata"]!["name"]!).Where(name => name != "kube-root-ca.crt"));
    }
}
