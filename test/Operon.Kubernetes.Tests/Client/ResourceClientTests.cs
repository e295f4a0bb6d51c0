using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using k8s.Models;
using Xunit;

namespace Operon.Kubernetes.Tests;

public sealed class ResourceClientTests
{
    private const string Pod = """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","namespace":"ns","resourceVersion":"7"}}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Verbs_go_to_the_paths_and_carry_the_bodies_kubernetes_defines()
    {
        using var server = new ScriptedServer((_, _) => ScriptedServer.Json(Pod));
        await using var client = server.Client();
        var pods = client.Resource(ResourceKinds.Pod);
        var pod = new V1Pod { Metadata = new V1ObjectMeta { Name = "a", NamespaceProperty = "ns" } };

        await pods.GetAsync("ns", "a", Token);
        await pods.CreateAsync(pod, Token, new WriteOptions { FieldManager = "me", DryRun = true });
        await pods.UpdateAsync(pod, Token, subresource: "status");
        await pods.PatchAsync("ns", "a", Patch.Merge(new JsonObject { ["x"] = 1 }), Token);
        await pods.ApplyAsync(pod, new WriteOptions { FieldManager = "me", Force = true }, Token);
        await pods.DeleteAsync("ns", "a", Token, new DeleteOptions { GracePeriodSeconds = 0, PreconditionUid = "u" });
        await pods.DeleteCollectionAsync("ns", new ListOptions { LabelSelector = "a in (b)" }, Token);

        const string Body = """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","namespace":"ns"}}""";
        var requests = server.Requests.Select(r => $"{r.Method} {r.Uri} {r.ContentType} {r.Body}".Trim()).ToArray();
        Assert.Equal(
            [
                "GET /api/v1/namespaces/ns/pods/a",
                $"POST /api/v1/namespaces/ns/pods?fieldManager=me&dryRun=All application/json {Body}",
                $"PUT /api/v1/namespaces/ns/pods/a/status application/json {Body}",
                """PATCH /api/v1/namespaces/ns/pods/a application/merge-patch+json {"x":1}""",
                $"PATCH /api/v1/namespaces/ns/pods/a?fieldManager=me&force=true application/apply-patch+yaml {Body}",
                """DELETE /api/v1/namespaces/ns/pods/a application/json {"apiVersion":"v1","gracePeriodSeconds":0,"kind":"DeleteOptions","preconditions":{"uid":"u"}}""",
                "DELETE /api/v1/namespaces/ns/pods?labelSelector=a%20in%20%28b%29",
            ],
            requests);
    }

    [Fact]
    public async Task A_list_gives_items_version_and_the_next_page()
    {
        using var server = new ScriptedServer((_, _) => ScriptedServer.Json(
            """{"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":"9","continue":"c","remainingItemCount":3},"items":[{"metadata":{"name":"a"}},{"metadata":{"name":"b"}}]}"""));
        await using var client = server.Client();

        var page = await client.Resource(ResourceKinds.Pod).ListAsync(null, new ListOptions { Limit = 2, ResourceVersion = "0" }, Token);

        Assert.Equal(("9", "c"), (page.ResourceVersion, page.Continue));
        Assert.Equal(["a", "b"], page.Items.Select(pod => pod.Metadata.Name));
        Assert.All(page.Items, pod => Assert.Equal(("v1", "Pod"), (pod.ApiVersion, pod.Kind)));
        Assert.Equal("/api/v1/pods?limit=2&resourceVersion=0", server.Requests.Single().Uri);
    }

    [Fact]
    public async Task A_refusal_becomes_the_typed_error_of_its_status()
    {
        using var server = new ScriptedServer((_, _) => ScriptedServer.Json(
            """{"kind":"Status","apiVersion":"v1","status":"Failure","message":"pods \"a\" already exists","reason":"AlreadyExists","code":409}""", HttpStatusCode.Conflict));
        await using var client = server.Client();

        var e = await Assert.ThrowsAsync<KubernetesApiException>(() => client.Resource(ResourceKinds.Pod).GetAsync("ns", "a", Token));

        Assert.True(e.IsAlreadyExists);
        Assert.False(e.IsConflict);
        Assert.Equal("pods \"a\" already exists", e.Message);
        Assert.Contains("\"Failure\"", e.StatusJson, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("404 page not found\n")]
    [InlineData("")]
    [InlineData("{ not json")]
    [InlineData("{\"error\":\"a proxy's own form\"}")]
    public async Task A_refusal_without_a_status_still_names_request_and_code(string body)
    {
        using var server = new ScriptedServer((_, _) => ScriptedServer.Json(body, HttpStatusCode.NotFound));
        await using var client = server.Client();

        var e = await Assert.ThrowsAsync<KubernetesApiException>(() => client.Resource(ResourceKinds.Pod).GetAsync("ns", "a", Token));

        Assert.True(e.IsNotFound);
        Assert.Equal("", e.Reason);
        Assert.Contains("GET http://server/api/v1/namespaces/ns/pods/a answered 404", e.Message, StringComparison.Ordinal);
        Assert.Null(await client.Resource(ResourceKinds.Pod).FindAsync("ns", "a", Token));
    }

    [Fact]
    public async Task Too_many_requests_is_tried_again_as_the_server_asks_and_only_so_often()
    {
        using var server = new ScriptedServer((_, count) => count % 3 == 0 ? ScriptedServer.Json(Pod) : Busy());
        await using var patient = server.Client();
        Assert.Equal("a", (await patient.Resource(ResourceKinds.Pod).GetAsync("ns", "a", Token)).Metadata.Name);
        Assert.Equal(3, server.Requests.Count);

        await using var hasty = server.Client(options => options with { MaxRetries = 1 });
        var e = await Assert.ThrowsAsync<KubernetesApiException>(() => hasty.Resource(ResourceKinds.Pod).GetAsync("ns", "a", Token));
        Assert.Equal(HttpStatusCode.TooManyRequests, e.Code);
        Assert.Equal(5, server.Requests.Count);
    }

    [Fact]
    public async Task A_request_without_a_name_or_namespace_is_refused_before_it_hits_a_collection()
    {
        using var server = new ScriptedServer((_, _) => ScriptedServer.Json(Pod));
        await using var client = server.Client();
        var pods = client.Resource(ResourceKinds.Pod);
        await Assert.ThrowsAsync<ArgumentException>(() => pods.DeleteAsync("ns", "", Token));
        await Assert.ThrowsAsync<ArgumentException>(() => pods.DeleteAsync(null, "a", Token));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Metadata_is_asked_for_in_its_own_form_and_keeps_the_kind_of_the_resource()
    {
        string? accept = null;
        using var server = new ScriptedServer((request, _) =>
        {
            accept = request.Headers.Accept.ToString();
            return ScriptedServer.Json("""{"kind":"PartialObjectMetadata","apiVersion":"meta.k8s.io/v1","metadata":{"name":"a"}}""");
        });
        await using var client = server.Client();

        var metadata = await client.Resource(ResourceKinds.Metadata(ResourceKinds.Pod.Type)).GetAsync("ns", "a", Token);

        Assert.Equal("application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1", accept);
        Assert.Equal(("v1", "Pod"), (metadata.ApiVersion, metadata.Kind));
    }

    [Fact]
    public async Task An_answer_that_never_ends_is_a_transport_error_after_the_request_timeout()
    {
        using var server = new ScriptedServer((_, _) => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new EndlessStream()) });
        await using var client = server.Client(options => options with { RequestTimeout = TimeSpan.FromMilliseconds(20) });
        await Assert.ThrowsAsync<HttpRequestException>(() => client.Resource(ResourceKinds.Pod).GetAsync("ns", "a", Token));
    }

    private static HttpResponseMessage Busy()
    {
        var response = ScriptedServer.Json("busy", HttpStatusCode.TooManyRequests);
        response.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.Zero);
        return response;
    }

    private sealed class EndlessStream : MemoryStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }

        public override async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) =>
            await Task.Delay(Timeout.Infinite, cancellationToken);
    }
}
