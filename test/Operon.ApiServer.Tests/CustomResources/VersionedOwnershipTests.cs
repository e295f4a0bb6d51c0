using System.Text.Json.Nodes;
using Operon.ApiServer.Tests.Hosting;
using Operon.ApiServer.Tests.Webhooks;
using Xunit;
using static Operon.ApiServer.Tests.CustomResources.Gadgets;

namespace Operon.ApiServer.Tests.CustomResources;

public sealed class VersionedOwnershipTests
{
    [Fact]
    public async Task Each_owner_keeps_its_fields_in_the_version_it_wrote()
    {
        await using var host = await WebhookHost.StartAsync();
        await using var server = await TestServer.StartAsync();
        await server.InstallAsync(host);
        await ApplyAsync(server, V1, "first", "v1", """{"host":"a","port":80}""");

        var seen = await ApplyAsync(server, V2, "second", "v2", """{"color":"blue"}""");

        Assert.Equal(["first example.com/v1 {\"f:spec\":{\"f:host\":{},\"f:port\":{}}}", "second example.com/v2 {\"f:spec\":{\"f:color\":{}}}"], Owners(seen));
        Assert.Equal("a:80", (string)seen["spec"]!["address"]!);
    }

    [Fact]
    public async Task A_conflict_is_found_in_the_version_of_the_owner()
    {
        await using var host = await WebhookHost.StartAsync();
        await using var server = await TestServer.StartAsync();
        await server.InstallAsync(host);
        await ApplyAsync(server, V1, "first", "v1", """{"host":"a","port":80}""");

        var conflict = await ApplyAsync(server, V2, "second", "v2", """{"address":"a:81"}""", 409);
        var forced = await ApplyAsync(server, V2, "second", "v2", """{"address":"a:81"}""", 200, "&force=true");

        Assert.Equal(".spec.port", (string)conflict["details"]!["causes"]![0]!["field"]!);
        Assert.Single(conflict["details"]!["causes"]!.AsArray());
        Assert.Equal(["first example.com/v1 {\"f:spec\":{\"f:host\":{}}}", "second example.com/v2 {\"f:spec\":{\"f:address\":{}}}"], Owners(forced));
    }

    [Fact]
    public async Task A_manager_that_moves_to_another_version_keeps_what_it_goes_on_naming()
    {
        await using var host = await WebhookHost.StartAsync();
        await using var server = await TestServer.StartAsync();
        await server.InstallAsync(host);
        await ApplyAsync(server, V1, "me", "v1", """{"host":"a","port":80,"color":"blue"}""");

        var moved = await ApplyAsync(server, V2, "me", "v2", """{"address":"a:80"}""");

        Assert.Equal("a:80", (string)moved["spec"]!["address"]!);
        Assert.Equal(["me example.com/v2 {\"f:spec\":{\"f:address\":{}}}"], Owners(moved));
        Assert.Equal("red", (string)(await server.GetAsync($"{V1}/g"))["spec"]!["color"]!);
    }

    [Fact]
    public async Task An_update_takes_fields_from_owners_of_the_other_version()
    {
        await using var host = await WebhookHost.StartAsync();
        await using var server = await TestServer.StartAsync();
        await server.InstallAsync(host);
        await ApplyAsync(server, V1, "first", "v1", """{"host":"a","port":80}""");

        var updated = await server.PatchAsync($"{V2}/g?fieldManager=second", "merge-patch+json", """{"spec":{"address":"b:80"}}""");

        Assert.Equal(["first example.com/v1 {\"f:spec\":{\"f:port\":{}}}", "second example.com/v2 {\"f:spec\":{\"f:address\":{},\"f:shape\":{}}}"], Owners(updated));
    }

    [Fact]
    public async Task An_update_goes_on_without_owners_when_they_cannot_be_converted()
    {
        await using var host = await WebhookHost.StartAsync();
        await using var server = await TestServer.StartAsync();
        var fails = false;
        await server.InstallAsync(host, response =>
        {
            if (fails)
            {
                response["result"] = JsonNode.Parse("""{"status":"Failure","message":"cannot do this"}""");
            }
        });
        await ApplyAsync(server, V1, "first", "v1", """{"host":"a","port":80}""");
        await ApplyAsync(server, V2, "second", "v2", """{"color":"blue"}""");
        fails = true;

        var updated = await server.PatchAsync($"{V1}/g?fieldManager=third", "merge-patch+json", """{"spec":{"port":81}}""");
        var applied = await ApplyAsync(server, V2, "second", "v2", """{"color":"green"}""", 500);

        Assert.Equal(81, (int)updated["spec"]!["port"]!);
        Assert.Null(updated["metadata"]!["managedFields"]);
        Assert.Contains("cannot do this", (string)applied["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Owners_of_a_version_that_is_gone_are_forgotten()
    {
        await using var server = await TestServer.StartAsync();
        await server.PostAsync(Definitions, Definition().ToJsonString());
        await ApplyAsync(server, V2, "old", "v2", """{"shape":"square"}""");
        await server.PatchAsync(DefinitionPath, "json-patch+json", """[{"op":"remove","path":"/spec/versions/1"}]""");

        var updated = await ApplyAsync(server, V1, "new", "v1", """{"color":"blue"}""");

        Assert.Equal(["new example.com/v1 {\"f:spec\":{\"f:color\":{}}}"], Owners(updated));
    }

    private static Task<JsonObject> ApplyAsync(TestServer server, string collection, string manager, string version, string spec, int? expected = null, string query = "")
    {
        var created = manager is "first" or "old" || (manager == "me" && version == "v1");
        return server.PatchAsync(
            $"{collection}/g?fieldManager={manager}{query}", "apply-patch+yaml",
            $$"""{"apiVersion":"example.com/{{version}}","kind":"Gadget","metadata":{"name":"g"},"spec":{{spec}} }""", expected ?? (created ? 201 : 200));
    }

    private static IEnumerable<string> Owners(JsonObject obj) =>
        obj["metadata"]!["managedFields"]!.AsArray().Select(entry => $"{entry!["manager"]} {entry["apiVersion"]} {entry["fieldsV1"]!.ToJsonString()}").Order(StringComparer.Ordinal);
}
