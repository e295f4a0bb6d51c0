using Operon.ApiServer.Tests.Hosting;
using Xunit;

namespace Operon.ApiServer.Tests.Http;

public sealed class ReadingTests
{
    private const string ConfigMaps = "/api/v1/namespaces/default/configmaps";

    [Fact]
    public async Task Pages_come_from_the_snapshot_of_the_first_one()
    {
        await using var server = await TestServer.StartAsync();
        foreach (var name in (string[])["a", "b", "c", "d"])
        {
            await server.CreateConfigMapAsync(name);
        }

        var first = await server.GetAsync($"{ConfigMaps}?limit=2");
        await server.DeleteAsync($"{ConfigMaps}/c");
        await server.CreateConfigMapAsync("bb");
        var second = await server.GetAsync($"{ConfigMaps}?limit=2&continue={first["metadata"]!["continue"]}");

        Assert.Equal(2, (int)first["metadata"]!["remainingItemCount"]!);
        Assert.Equal(["c", "d"], second["items"]!.AsArray().Select(item => (string)item!["metadata"]!["name"]!));
        Assert.Equal((string)first["metadata"]!["resourceVersion"]!, (string)second["metadata"]!["resourceVersion"]!);
        Assert.Null(second["metadata"]!["continue"]);
    }

    [Fact]
    public async Task A_page_token_of_forgotten_history_gets_410_with_a_token_that_goes_on()
    {
        await using var server = await TestServer.StartAsync();
        await server.CreateConfigMapAsync("a");
        await server.CreateConfigMapAsync("b");
        var first = await server.GetAsync($"{ConfigMaps}?limit=1");
        await server.CreateConfigMapAsync("c");
        server.Host.Core.Store.Compact();

        var expired = await server.SendAsync(HttpMethod.Get, $"{ConfigMaps}?limit=1&continue={first["metadata"]!["continue"]}", null, 410);
        var rest = await server.GetAsync($"{ConfigMaps}?continue={expired["metadata"]!["continue"]}");

        Assert.Equal("Expired", (string)expired["reason"]!);
        Assert.Equal(["b", "c"], rest["items"]!.AsArray().Select(item => (string)item!["metadata"]!["name"]!));
    }

    [Fact]
    public async Task A_list_not_older_than_the_future_answers_504_with_the_cause()
    {
        await using var server = await TestServer.StartAsync();

        var status = await server.SendAsync(HttpMethod.Get, $"{ConfigMaps}?resourceVersion=100000&resourceVersionMatch=NotOlderThan", null, 504);

        Assert.Equal("ResourceVersionTooLarge", (string)status["details"]!["causes"]![0]!["reason"]!);
    }

    [Fact]
    public async Task Unknown_field_selectors_are_refused()
    {
        await using var server = await TestServer.StartAsync();

        foreach (var (path, message) in new[]
        {
            ("api/v1/namespaces/default/configmaps", "\"spec.x\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\""),
            ("apis/rbac.authorization.k8s.io/v1/clusterroles", "\"spec.x\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\""),
            ("api/v1/pods", "field label not supported: spec.x"),
            ("apis/batch/v1/jobs", "field label \"spec.x\" not supported for Job"),
        })
        {
            var status = await server.SendAsync(HttpMethod.Get, $"/{path}?fieldSelector=spec.x%3D1", null, 400);
            Assert.Equal(message, (string)status["message"]!);
        }
    }

    [Fact]
    public async Task A_watch_follows_an_object_in_and_out_of_its_selector()
    {
        await using var server = await TestServer.StartAsync();
        var list = await server.GetAsync(ConfigMaps);
        using var watch = await server.WatchAsync($"{ConfigMaps}?watch=true&labelSelector=app%3Dweb&resourceVersion={list["metadata"]!["resourceVersion"]}");

        await server.CreateConfigMapAsync("a");
        await server.PatchAsync($"{ConfigMaps}/a", "merge-patch+json", """{"metadata":{"labels":{"app":"web"}}}""");
        await server.PatchAsync($"{ConfigMaps}/a", "merge-patch+json", """{"data":{"k":"v"}}""");
        var last = await server.PatchAsync($"{ConfigMaps}/a", "merge-patch+json", """{"metadata":{"labels":{"app":null}}}""");

        Assert.Equal("ADDED a", await watch.NextAsync());
        Assert.Equal("MODIFIED a", await watch.NextAsync());
        var gone = await watch.NextEventAsync();
        Assert.Equal("DELETED", (string)gone!["type"]!);
        Assert.Equal("web", (string)gone["object"]!["metadata"]!["labels"]!["app"]!);
        Assert.Equal((string)last["metadata"]!["resourceVersion"]!, (string)gone["object"]!["metadata"]!["resourceVersion"]!);
    }

    [Fact]
    public async Task A_streaming_list_ends_its_first_part_with_an_annotated_bookmark()
    {
        await using var server = await TestServer.StartAsync();
        await server.CreateConfigMapAsync("a");
        using var watch = await server.WatchAsync($"{ConfigMaps}?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true");

        Assert.Equal("ADDED a", await watch.NextAsync());
        var bookmark = await watch.NextEventAsync();
        await server.CreateConfigMapAsync("b");

        Assert.Equal("BOOKMARK", (string)bookmark!["type"]!);
        Assert.Equal("true", (string)bookmark["object"]!["metadata"]!["annotations"]!["k8s.io/initial-events-end"]!);
        Assert.Equal("ADDED b", await watch.NextAsync());
    }

    [Fact]
    public async Task A_watch_ends_without_an_error_when_its_time_is_over()
    {
        await using var server = await TestServer.StartAsync();
        using var watch = await server.WatchAsync($"{ConfigMaps}?watch=true&timeoutSeconds=1");

        Assert.Null(await watch.NextAsync());
    }

    [Fact]
    public async Task A_watch_from_before_the_kept_history_is_expired()
    {
        await using var server = await TestServer.StartAsync();
        var created = await server.CreateConfigMapAsync("a");
        await server.CreateConfigMapAsync("b");
        server.Host.Core.Store.Compact();

        var status = await server.SendAsync(HttpMethod.Get, $"{ConfigMaps}?watch=true&resourceVersion={created["metadata"]!["resourceVersion"]}", null, 410);

        Assert.Equal("Expired", (string)status["reason"]!);
    }

    [Fact]
    public async Task Metadata_only_and_table_forms_are_served_when_asked_for()
    {
        await using var server = await TestServer.StartAsync();
        await server.CreateConfigMapAsync("a", """{"k":"v"}""");

        var partial = await GetAsAsync(server, ConfigMaps, "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1");
        var table = await GetAsAsync(server, ConfigMaps, "application/json;as=Table;g=meta.k8s.io;v=v1");

        Assert.Equal("PartialObjectMetadataList", (string)partial["kind"]!);
        Assert.Null(partial["items"]![0]!["data"]);
        Assert.Equal("Table", (string)table["kind"]!);
        Assert.Equal("a", (string)table["rows"]![0]!["cells"]![0]!);
    }

    private static async Task<System.Text.Json.Nodes.JsonObject> GetAsAsync(TestServer server, string path, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        using var response = await server.Admin.SendAsync(request, TestServer.Cancel);
        return System.Text.Json.Nodes.JsonNode.Parse(await response.Content.ReadAsStringAsync(TestServer.Cancel))!.AsObject();
    }
}
