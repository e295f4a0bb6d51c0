using System.Text.Json.Nodes;
using k8s.Models;
using Xunit;

namespace Operon.Kubernetes.Tests;

public sealed class ScopedClientTests : IAsyncLifetime
{
    private readonly ScriptedServer _server = new((_, _) => ScriptedServer.Json("""{"metadata":{"name":"a"},"items":[]}"""));
    private readonly KubernetesClient _client;

    public ScopedClientTests() => _client = _server.Client();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        _server.Dispose();
    }

    [Fact]
    public async Task A_dry_run_client_stores_nothing_whatever_it_is_asked()
    {
        var client = _client.WithDryRun();
        var maps = client.Resource(ResourceKinds.ConfigMap);
        await maps.CreateAsync(Map(), Token);
        await maps.UpdateAsync(Map(), Token, new WriteOptions { FieldManager = "m" });
        await maps.PatchAsync("ns", "a", Patch.Merge(new JsonObject()), Token);
        await maps.ApplyAsync(Map(), new WriteOptions { FieldManager = "m" }, Token);
        await maps.Subresource(Subresources.Untyped("x", "v1", "X")).UpdateAsync("ns", "a", [], Token);
        await client.SendJsonAsync(HttpMethod.Post, "/api/v1/namespaces?pretty=true", new JsonObject(), Token);
        Assert.All(_server.Requests, request => Assert.Contains("dryRun=All", request.Uri, StringComparison.Ordinal));
        Assert.Equal(6, _server.Requests.Count);

        _server.Requests.Clear();
        await maps.DeleteAsync("ns", "a", Token);
        await maps.DeleteCollectionAsync("ns", null, Token, new DeleteOptions { GracePeriodSeconds = 1 });
        Assert.All(_server.Requests, request => Assert.Contains("\"dryRun\":[\"All\"]", request.Body, StringComparison.Ordinal));
        Assert.Equal(2, _server.Requests.Count);

        _server.Requests.Clear();
        await maps.GetAsync("ns", "a", Token);
        await client.SendJsonAsync(HttpMethod.Get, "/version", null, Token);
        Assert.All(_server.Requests, request => Assert.DoesNotContain("dryRun", request.Uri, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Defaults_fill_what_a_call_leaves_open_and_can_be_stacked()
    {
        var maps = _client.WithFieldManager("outer").WithFieldValidation(FieldValidations.Strict).Resource(ResourceKinds.ConfigMap);
        await maps.CreateAsync(Map(), Token);
        await maps.CreateAsync(Map(), Token, new WriteOptions { FieldManager = "own", FieldValidation = FieldValidations.Ignore });
        await maps.Subresource(Subresources.Scale).PatchAsync("ns", "a", Patch.Merge(new JsonObject()), Token);
        Assert.Equal(
            [
                "/api/v1/namespaces/ns/configmaps?fieldManager=outer&fieldValidation=Strict",
                "/api/v1/namespaces/ns/configmaps?fieldManager=own&fieldValidation=Ignore",
                "/api/v1/namespaces/ns/configmaps/a/scale?fieldManager=outer&fieldValidation=Strict",
            ],
            _server.Requests.Select(request => request.Uri));
    }

    [Fact]
    public async Task A_client_of_one_namespace_puts_everything_there()
    {
        var client = _client.InNamespace("team");
        var maps = client.Resource(ResourceKinds.ConfigMap);
        Assert.Equal("team", client.DefaultNamespace);
        await maps.CreateAsync(new V1ConfigMap { Metadata = new V1ObjectMeta { Name = "a" } }, Token);
        await maps.GetAsync(null, "a", Token);
        await maps.ListAsync(null, null, Token);
        await maps.DeleteCollectionAsync(null, null, Token);
        await client.Resource(ResourceKinds.Node).GetAsync(null, "n", Token);
        Assert.Equal(
            [
                "POST /api/v1/namespaces/team/configmaps",
                "GET /api/v1/namespaces/team/configmaps/a",
                "GET /api/v1/namespaces/team/configmaps",
                "DELETE /api/v1/namespaces/team/configmaps",
                "GET /api/v1/nodes/n",
            ],
            _server.Requests.Select(request => $"{request.Method} {request.Uri}"));
    }

    [Fact]
    public async Task A_client_of_one_namespace_refuses_every_other_before_anything_is_sent()
    {
        var client = _client.InNamespace("team");
        var maps = client.Resource(ResourceKinds.ConfigMap);
        await Refused(() => maps.GetAsync("ns", "a", Token));
        await Refused(() => maps.FindAsync("ns", "a", Token));
        await Refused(() => maps.ListAsync("ns", null, Token));
        await Refused(() => maps.CreateAsync(Map(), Token));
        await Refused(() => maps.UpdateAsync(Map(), Token));
        await Refused(() => maps.PatchAsync("ns", "a", Patch.Merge(new JsonObject()), Token));
        await Refused(() => maps.ApplyAsync(Map(), new WriteOptions(), Token));
        await Refused(() => maps.DeleteAsync("ns", "a", Token));
        await Refused(() => maps.DeleteCollectionAsync("ns", null, Token));
        await Refused(() => maps.Subresource(Subresources.Scale).GetAsync("ns", "a", Token));
        await Refused(() => maps.WatchAsync("ns", null, Token).GetAsyncEnumerator(Token).MoveNextAsync().AsTask());
        await Refused(() => client.SendJsonAsync(HttpMethod.Get, "/api/v1/namespaces/ns/pods", null, Token));
        Assert.Empty(_server.Requests);
    }

    private static async Task Refused(Func<Task> call) =>
        Assert.Contains("bound to namespace 'team'", (await Assert.ThrowsAsync<ArgumentException>(call)).Message, StringComparison.Ordinal);

    private static V1ConfigMap Map() => new() { Metadata = new V1ObjectMeta { Name = "a", NamespaceProperty = "ns" } };
}
