using System.Net;
using Xunit;

namespace Operon.Kubernetes.Tests;

public sealed class DiscoveryTests
{
    private static readonly ResourceType[] _expected =
    [
        new("", "v1", "Pod", "pods", true),
        new("apps", "v1", "Deployment", "deployments", true),
        new("storage.k8s.io", "v1", "StorageClass", "storageclasses", false),
    ];

    [Fact]
    public async Task Aggregated_discovery_takes_two_requests()
    {
        using var server = new ScriptedServer((request, _) => ScriptedServer.Json(request.RequestUri!.AbsolutePath == "/api"
            ? Aggregated("""{"metadata":{},"versions":[{"version":"v1","resources":[{"resource":"pods","responseKind":{"group":"","version":"v1","kind":"Pod"},"scope":"Namespaced","verbs":["get"],"subresources":[{"subresource":"log"}]}]}]}""")
            : Aggregated("""
                {"metadata":{"name":"apps"},"versions":[{"version":"v1","resources":[{"resource":"deployments","responseKind":{"kind":"Deployment"},"scope":"Namespaced"}]}]},
                {"metadata":{"name":"storage.k8s.io"},"versions":[{"version":"v1","resources":[{"resource":"storageclasses","responseKind":{"kind":"StorageClass"},"scope":"Cluster"}]}]}
                """)));
        await using var client = server.Client();
        Assert.Equal(_expected, await client.DiscoverAsync(TestContext.Current.CancellationToken));
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task Plain_discovery_is_understood_too_and_a_broken_group_hides_no_other()
    {
        using var server = new ScriptedServer((request, _) => Plain(request.RequestUri!.AbsolutePath));
        await using var client = server.Client();
        Assert.Equal(_expected, await client.DiscoverAsync(TestContext.Current.CancellationToken));
        Assert.Equal(_expected[1], await client.FindResourceTypeAsync("apps/v1", "Deployment", TestContext.Current.CancellationToken));
        Assert.Null(await client.FindResourceTypeAsync("apps/v1", "Nothing", TestContext.Current.CancellationToken));
        Assert.Null(await client.FindResourceTypeAsync("none/v1", "Nothing", TestContext.Current.CancellationToken));
    }

    private static string Aggregated(string items) => $$"""{"kind":"APIGroupDiscoveryList","apiVersion":"apidiscovery.k8s.io/v2","items":[{{items}}]}""";

    private static HttpResponseMessage Plain(string path) => path switch
    {
        "/api" => ScriptedServer.Json("""{"kind":"APIVersions","versions":["v1"]}"""),
        "/api/v1" => ScriptedServer.Json("""{"kind":"APIResourceList","groupVersion":"v1","resources":[{"name":"pods","namespaced":true,"kind":"Pod"},{"name":"pods/log","namespaced":true,"kind":"Pod"}]}"""),
        "/apis" => ScriptedServer.Json("""
            {"kind":"APIGroupList","groups":[{"name":"apps","versions":[{"groupVersion":"apps/v1"}]},{"name":"gone","versions":[{"groupVersion":"gone/v1"}]},
            {"name":"storage.k8s.io","versions":[{"groupVersion":"storage.k8s.io/v1"}]}]}
            """),
        "/apis/apps/v1" => ScriptedServer.Json("""{"groupVersion":"apps/v1","resources":[{"name":"deployments","namespaced":true,"kind":"Deployment"}]}"""),
        "/apis/storage.k8s.io/v1" => ScriptedServer.Json("""{"groupVersion":"storage.k8s.io/v1","resources":[{"name":"storageclasses","namespaced":false,"kind":"StorageClass"}]}"""),
        "/apis/gone/v1" => ScriptedServer.Json("service unavailable", HttpStatusCode.ServiceUnavailable),
        _ => ScriptedServer.Json("404 page not found", HttpStatusCode.NotFound),
    };
}
