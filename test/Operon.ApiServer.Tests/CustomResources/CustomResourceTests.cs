using System.Text.Json.Nodes;
using Operon.ApiServer.Tests.Hosting;
using Xunit;

namespace Operon.ApiServer.Tests.CustomResources;

public sealed class CustomResourceTests
{
    private const string Definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    private const string Widgets = "/apis/example.com/v1/namespaces/default/widgets";

    private const string Definition = """
        {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"widgets.example.com"},
         "spec":{"group":"example.com","scope":"Namespaced","names":{"plural":"widgets","kind":"Widget"},
          "versions":[{"name":"v1","served":true,"storage":true,"subresources":{"status":{}},
           "schema":{"openAPIV3Schema":{"type":"object","properties":{
             "spec":{"type":"object","required":["size"],"properties":{"size":{"type":"integer","minimum":1},"color":{"type":"string","default":"red"}}},
             "status":{"type":"object","properties":{"size":{"type":"integer"}}}}}}}]}}
        """;

    [Fact]
    public async Task A_definition_is_established_and_served_at_once()
    {
        await using var server = await TestServer.StartAsync();

        var created = await server.PostAsync(Definitions, Definition);

        Assert.Equal(["NamesAccepted", "Established"], created["status"]!["conditions"]!.AsArray().Where(condition => (string)condition!["status"]! == "True").Select(condition => (string)condition!["type"]!));
        Assert.Equal("v1", (string)created["status"]!["storedVersions"]![0]!);
        await server.GetAsync(Widgets);
        var discovered = await server.GetAsync("/apis/example.com/v1");
        Assert.Contains(discovered["resources"]!.AsArray(), resource => (string)resource!["name"]! == "widgets/status");
        Assert.NotNull((await server.GetAsync("/openapi/v3/apis/example.com/v1"))["components"]!["schemas"]);
    }

    [Fact]
    public async Task Objects_are_pruned_defaulted_and_validated()
    {
        await using var server = await TestServer.StartAsync();
        await server.PostAsync(Definitions, Definition);

        var widget = await server.PostAsync(Widgets, """{"apiVersion":"example.com/v1","kind":"Widget","metadata":{"name":"a"},"spec":{"size":2,"x":1},"status":{"size":9}}""");
        var refused = await server.PostAsync(Widgets, """{"apiVersion":"example.com/v1","kind":"Widget","metadata":{"name":"b"},"spec":{"size":"three"}}""", 422);

        Assert.Equal("red", (string)widget["spec"]!["color"]!);
        Assert.Null(widget["spec"]!["x"]);
        Assert.Null(widget["status"]);
        Assert.Contains("spec.size", (string)refused["message"]!, StringComparison.Ordinal);
        Assert.Equal("spec.size", (string)refused["details"]!["causes"]![0]!["field"]!);
    }

    [Fact]
    public async Task A_new_default_shows_in_objects_stored_before()
    {
        await using var server = await TestServer.StartAsync();
        await server.PostAsync(Definitions, Definition);
        await server.PostAsync(Widgets, """{"apiVersion":"example.com/v1","kind":"Widget","metadata":{"name":"a"},"spec":{"size":2}}""");

        await server.PatchAsync(
            $"{Definitions}/widgets.example.com", "json-patch+json",
            """[{"op":"add","path":"/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/shape","value":{"type":"string","default":"round"}}]""");

        Assert.Equal("round", (string)(await server.GetAsync($"{Widgets}/a"))["spec"]!["shape"]!);
        Assert.Equal("round", (string)(await server.GetAsync(Widgets))["items"]![0]!["spec"]!["shape"]!);
    }

    [Fact]
    public async Task Both_versions_of_a_definition_show_the_same_objects()
    {
        await using var server = await TestServer.StartAsync();
        var definition = JsonNode.Parse(Definition)!.AsObject();
        var second = definition["spec"]!["versions"]![0]!.DeepClone();
        second["name"] = "v2";
        second["storage"] = false;
        definition["spec"]!["versions"]!.AsArray().Add(second);
        await server.PostAsync(Definitions, definition.ToJsonString());
        await server.PostAsync(Widgets, """{"apiVersion":"example.com/v1","kind":"Widget","metadata":{"name":"a"},"spec":{"size":2}}""");

        var seen = await server.GetAsync("/apis/example.com/v2/namespaces/default/widgets/a");
        seen["spec"]!["size"] = 3;
        await server.PutAsync("/apis/example.com/v2/namespaces/default/widgets/a", seen);

        Assert.Equal("example.com/v2", (string)seen["apiVersion"]!);
        var first = await server.GetAsync($"{Widgets}/a");
        Assert.Equal("example.com/v1", (string)first["apiVersion"]!);
        Assert.Equal(3, (int)first["spec"]!["size"]!);
    }

    [Fact]
    public async Task Deleting_a_definition_deletes_its_objects_first()
    {
        await using var server = await TestServer.StartAsync();
        await server.PostAsync(Definitions, Definition);
        await server.PostAsync(Widgets, """{"apiVersion":"example.com/v1","kind":"Widget","metadata":{"name":"a"},"spec":{"size":2}}""");
        using var objects = await server.WatchAsync($"{Widgets}?watch=true");
        using var definitions = await server.WatchAsync($"{Definitions}?watch=true");
        Assert.Equal("ADDED a", await objects.NextAsync());
        Assert.Equal("ADDED widgets.example.com", await definitions.NextAsync());

        await server.DeleteAsync($"{Definitions}/widgets.example.com");

        Assert.Equal("DELETED a", await objects.NextAsync());
        Assert.Equal("MODIFIED widgets.example.com", await definitions.NextAsync());
        Assert.Equal("DELETED widgets.example.com", await definitions.NextAsync());
        Assert.Null(await objects.NextAsync());
        await server.GetAsync(Widgets, 404);
    }

    [Fact]
    public async Task Schemas_that_are_not_structural_are_refused()
    {
        await using var server = await TestServer.StartAsync();
        var definition = JsonNode.Parse(Definition)!.AsObject();
        definition["spec"]!["versions"]![0]!["schema"]!["openAPIV3Schema"]!["properties"]!["spec"]!.AsObject().Remove("type");

        var status = await server.PostAsync(Definitions, definition.ToJsonString(), 422);

        Assert.Contains("spec.validation.openAPIV3Schema.properties[spec].type", (string)status["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Strategic_merge_patches_are_not_for_custom_resources()
    {
        await using var server = await TestServer.StartAsync();
        await server.PostAsync(Definitions, Definition);
        await server.PostAsync(Widgets, """{"apiVersion":"example.com/v1","kind":"Widget","metadata":{"name":"a"},"spec":{"size":2}}""");

        await server.PatchAsync($"{Widgets}/a", "strategic-merge-patch+json", "{}", 415);
    }
}
