using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Operon.Kubernetes.Tests;

public sealed class ResourceMapperTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly ConcurrentDictionary<string, string> _answers = new()
    {
        ["/apis/apps/v1"] = """{"groupVersion":"apps/v1","resources":[{"name":"deployments","namespaced":true,"kind":"Deployment"},{"name":"deployments/scale","namespaced":true,"kind":"Scale"}]}""",
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Only_what_is_needed_is_asked_for_and_only_once()
    {
        using var server = Server();
        await using var client = server.Client();
        var mapper = new ResourceMapper(client, _time);
        Assert.Empty(server.Requests);

        var found = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => mapper.GetAsync("apps/v1", "Deployment", Token).AsTask()));
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(new ResourceType("apps", "v1", "Deployment", "deployments", true), await mapper.GetAsync("apps/v1", "Deployment", Token));

        Assert.All(found, type => Assert.Equal(found[0], type));
        Assert.Equal(["GET /apis/apps/v1"], server.Lines);
    }

    [Fact]
    public async Task A_kind_whose_definition_is_installed_later_is_found_and_the_server_is_not_flooded_meanwhile()
    {
        using var server = Server();
        await using var client = server.Client();
        var mapper = new ResourceMapper(client, _time);
        for (var i = 0; i < 50; i++)
        {
            Assert.Null(await mapper.FindAsync("db.example.com/v1", "Database", Token));
        }

        Assert.Single(server.Requests);
        _answers["/apis/db.example.com/v1"] = """{"groupVersion":"db.example.com/v1","resources":[{"name":"databases","namespaced":true,"kind":"Database"}]}""";
        Assert.Null(await mapper.FindAsync("db.example.com/v1", "Database", Token));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("databases", (await mapper.FindAsync("db.example.com/v1", "Database", Token))!.Plural);
        Assert.Equal(2, server.Requests.Count);

        // A second kind of a group that is known already.
        _answers["/apis/db.example.com/v1"] = """{"groupVersion":"db.example.com/v1","resources":[{"name":"databases","namespaced":true,"kind":"Database"},{"name":"backups","namespaced":true,"kind":"Backup"}]}""";
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("backups", (await mapper.GetAsync("db.example.com/v1", "Backup", Token)).Plural);
    }

    [Fact]
    public async Task A_missing_kind_is_a_typed_error_that_names_it_and_failures_are_not_remembered()
    {
        using var server = Server();
        await using var client = server.Client();
        var mapper = new ResourceMapper(client, _time);
        Assert.Contains("Nothing of apps/v1", (await Assert.ThrowsAsync<NoMatchException>(() => mapper.GetAsync("apps/v1", "Nothing", Token).AsTask())).Message, StringComparison.Ordinal);

        _answers["/apis/batch/v1"] = "away";
        await Assert.ThrowsAsync<KubernetesApiException>(() => mapper.FindAsync("batch/v1", "Job", Token).AsTask());
        _answers["/apis/batch/v1"] = """{"groupVersion":"batch/v1","resources":[{"name":"jobs","namespaced":true,"kind":"Job"}]}""";
        Assert.NotNull(await mapper.FindAsync("batch/v1", "Job", Token));
    }

    [Fact]
    public async Task The_preferred_version_of_a_kind_and_a_resource_by_name_come_from_aggregated_discovery()
    {
        _answers["/api"] = """{"kind":"APIGroupDiscoveryList","items":[{"metadata":{},"versions":[{"version":"v1","resources":[{"resource":"pods","responseKind":{"kind":"Pod"},"scope":"Namespaced"}]}]}]}""";
        _answers["/apis"] = """
            {"kind":"APIGroupDiscoveryList","items":[{"metadata":{"name":"autoscaling"},"versions":[
            {"version":"v2","resources":[{"resource":"horizontalpodautoscalers","responseKind":{"kind":"HorizontalPodAutoscaler"},"scope":"Namespaced"}]},
            {"version":"v1","resources":[{"resource":"horizontalpodautoscalers","responseKind":{"kind":"HorizontalPodAutoscaler"},"scope":"Namespaced"}]}]}]}
            """;
        using var server = Server();
        await using var client = server.Client();
        var mapper = new ResourceMapper(client, _time);
        Assert.Equal("v2", (await mapper.FindPreferredAsync("autoscaling", "HorizontalPodAutoscaler", Token))!.Version);
        Assert.Equal("Pod", (await mapper.FindResourceAsync("pods", Token))!.Kind);
        Assert.Equal("v2", (await mapper.FindResourceAsync("horizontalpodautoscalers.autoscaling", Token))!.Version);
        Assert.Equal(2, server.Requests.Count);
        Assert.Null(await mapper.FindResourceAsync("nothing.autoscaling", Token));
    }

    private ScriptedServer Server() => new((request, _) => _answers.TryGetValue(request.RequestUri!.AbsolutePath, out var answer)
        ? ScriptedServer.Json(answer, answer == "away" ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK)
        : ScriptedServer.Json("404 page not found", HttpStatusCode.NotFound));
}
