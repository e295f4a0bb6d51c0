using Operon.ApiServer.Tests.Hosting;
using Xunit;

namespace Operon.ApiServer.Tests.Admission;

public sealed class PodAdmissionTests
{
    private const string Pods = "/api/v1/namespaces/default/pods";
    private const string Pod = """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"i"}]}}""";

    [Fact]
    public async Task A_pod_gets_its_account_token_volume_and_tolerations()
    {
        await using var server = await TestServer.StartAsync();
        await server.CreateServiceAccountAsync();

        var pod = await server.PostAsync(Pods, Pod);

        var volume = pod["spec"]!["volumes"]![0]!;
        Assert.StartsWith("kube-api-access-", (string)volume["name"]!, StringComparison.Ordinal);
        Assert.Equal(3607, (int)volume["projected"]!["sources"]![0]!["serviceAccountToken"]!["expirationSeconds"]!);
        Assert.Equal("/var/run/secrets/kubernetes.io/serviceaccount", (string)pod["spec"]!["containers"]![0]!["volumeMounts"]![0]!["mountPath"]!);
        Assert.Equal("default", (string)pod["spec"]!["serviceAccountName"]!);
        Assert.Equal(2, pod["spec"]!["tolerations"]!.AsArray().Count);
        Assert.Equal(0, (int)pod["spec"]!["priority"]!);
    }

    [Fact]
    public async Task A_pod_of_a_missing_account_is_forbidden()
    {
        await using var server = await TestServer.StartAsync();

        var status = await server.PostAsync(Pods, Pod, 403);

        Assert.Equal("pods \"p\" is forbidden: error looking up service account default/default: serviceaccount \"default\" not found", (string)status["message"]!);
    }

    [Fact]
    public async Task Nothing_is_created_in_a_missing_namespace()
    {
        await using var server = await TestServer.StartAsync();

        var status = await server.PostAsync("/api/v1/namespaces/nowhere/configmaps", """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"}}""", 404);

        Assert.Equal("namespaces \"nowhere\" not found", (string)status["message"]!);
    }

    [Fact]
    public async Task The_default_namespace_cannot_be_deleted()
    {
        await using var server = await TestServer.StartAsync();

        await server.DeleteAsync("/api/v1/namespaces/default", expected: 403);
    }

    [Fact]
    public async Task An_eviction_waits_while_the_budget_is_used_up()
    {
        await using var server = await TestServer.StartAsync();
        await server.CreateServiceAccountAsync();
        await server.PostAsync(Pods, """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"app":"db"}},"spec":{"containers":[{"name":"c","image":"i"}]}}""");
        await server.PatchAsync($"{Pods}/p/status", "merge-patch+json", """{"status":{"phase":"Running","conditions":[{"type":"Ready","status":"True"}]}}""");
        const string budgets = "/apis/policy/v1/namespaces/default/poddisruptionbudgets";
        await server.PostAsync(budgets, """{"apiVersion":"policy/v1","kind":"PodDisruptionBudget","metadata":{"name":"db"},"spec":{"minAvailable":1,"selector":{"matchLabels":{"app":"db"}}}}""");
        await server.PatchAsync($"{budgets}/db/status", "merge-patch+json", """{"status":{"observedGeneration":1,"disruptionsAllowed":0,"currentHealthy":1,"desiredHealthy":1,"expectedPods":1}}""");
        const string eviction = """{"apiVersion":"policy/v1","kind":"Eviction","metadata":{"name":"p"}}""";

        var refused = await server.PostAsync($"{Pods}/p/eviction", eviction, 429);
        await server.PatchAsync($"{budgets}/db/status", "merge-patch+json", """{"status":{"disruptionsAllowed":1}}""");
        await server.PostAsync($"{Pods}/p/eviction", eviction);

        Assert.Equal("DisruptionBudget", (string)refused["details"]!["causes"]![0]!["reason"]!);
        await server.GetAsync($"{Pods}/p", 404);
    }
}
