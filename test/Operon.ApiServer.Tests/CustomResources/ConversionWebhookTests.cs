using System.Text.Json.Nodes;
using Operon.ApiServer.Tests.Hosting;
using Operon.ApiServer.Tests.Webhooks;
using Xunit;
using static Operon.ApiServer.Tests.CustomResources.Gadgets;

namespace Operon.ApiServer.Tests.CustomResources;

public sealed class ConversionWebhookTests
{
    private const string Spec = """{"host":"a","port":80}""";

    [Fact]
    public async Task Objects_are_read_and_written_in_either_version()
    {
        await using var host = await WebhookHost.StartAsync();
        await using var server = await TestServer.StartAsync();
        await server.InstallAsync(host);

        var first = await server.CreateGadgetAsync("a", Spec);
        var second = await server.GetAsync($"{V2}/a");
        second["spec"]!["address"] = "b:81";
        var written = await server.PutAsync($"{V2}/a", second);
        var back = await server.GetAsync($"{V1}/a");

        Assert.Equal("red", (string)first["spec"]!["color"]!);
        // What only the other version has by default is not kept by the storage version.
        Assert.Equal("""{"address":"b:81","color":"red"}""", Sorted(written["spec"]!));
        Assert.Equal("""{"color":"red","host":"b","port":81}""", Sorted(back["spec"]!));
        Assert.Equal((string)first["metadata"]!["uid"]!, (string)back["metadata"]!["uid"]!);
    }

    [Fact]
    public async Task A_review_has_its_uid_the_wanted_version_and_the_whole_objects()
    {
        await using var host = await WebhookHost.StartAsync();
        await using var server = await TestServer.StartAsync();
        await server.InstallAsync(host);
        await server.CreateGadgetAsync("a", Spec);

        await server.GetAsync($"{V2}/a");

        var review = host.Asked("/convert")[^1];
        Assert.Equal(("ConversionReview", "apiextensions.k8s.io/v1"), ((string)review["kind"]!, (string)review["apiVersion"]!));
        Assert.NotEmpty((string)review["request"]!["uid"]!);
        Assert.Equal("example.com/v2", (string)review["request"]!["desiredAPIVersion"]!);
        Assert.Equal("example.com/v1", (string)review["request"]!["objects"]![0]!["apiVersion"]!);
        Assert.Equal("a", (string)review["request"]!["objects"]![0]!["metadata"]!["name"]!);
    }

    [Fact]
    public async Task A_list_is_converted_in_one_review()
    {
        await using var host = await WebhookHost.StartAsync();
        await using var server = await TestServer.StartAsync();
        await server.InstallAsync(host);
        foreach (var name in (string[])["a", "b", "c"])
        {
            await server.CreateGadgetAsync(name, Spec);
        }

        var list = await server.GetAsync(V2);

        Assert.Equal(["a:80", "a:80", "a:80"], list["items"]!.AsArray().Select(item => (string)item!["spec"]!["address"]!));
        Assert.Equal("GadgetList", (string)list["kind"]!);
        Assert.Equal(3, host.Asked("/convert").Max(review => review["request"]!["objects"]!.AsArray().Count));
    }

    [Fact]
    public async Task A_watch_delivers_the_version_it_asked_for()
    {
        await using var host = await WebhookHost.StartAsync();
        await using var server = await TestServer.StartAsync();
        await server.InstallAsync(host);
        await server.CreateGadgetAsync("a", Spec);
        using var watch = await server.WatchAsync($"{V2}?watch=true");
        var initial = await watch.NextEventAsync();

        await server.PatchAsync($"{V1}/a", "merge-patch+json", """{"spec":{"port":90}}""");
        var changed = await watch.NextEventAsync();
        await server.DeleteAsync($"{V1}/a");
        var deleted = await watch.NextEventAsync();

        Assert.Equal(["a:80", "a:90", "a:90"], new[] { initial, changed, deleted }.Select(item => (string)item!["object"]!["spec"]!["address"]!));
        Assert.Equal("DELETED", (string)deleted!["type"]!);
    }

    [Fact]
    public async Task A_failing_webhook_fails_the_whole_list_with_its_words()
    {
        await using var host = await WebhookHost.StartAsync();
        await using var server = await TestServer.StartAsync();
        await server.InstallAsync(host, response => response["result"] = JsonNode.Parse("""{"status":"Failure","message":"cannot do this"}"""));
        await server.CreateGadgetAsync("a", Spec);

        var status = await server.GetAsync(V2, 500);

        Assert.Equal("conversion webhook for example.com/v1, Kind=Gadget failed: cannot do this", (string)status["message"]!);
        await server.GetAsync(V1);
    }

    [Fact]
    public async Task A_watch_ends_with_an_error_when_its_webhook_fails()
    {
        await using var host = await WebhookHost.StartAsync();
        await using var server = await TestServer.StartAsync();
        await server.InstallAsync(host, response => response["result"] = JsonNode.Parse("""{"status":"Failure","message":"cannot do this"}"""));
        using var watch = await server.WatchAsync($"{V2}?watch=true");

        await server.CreateGadgetAsync("a", Spec);
        var failure = await watch.NextEventAsync();

        Assert.Equal("ERROR", (string)failure!["type"]!);
        Assert.Contains("cannot do this", (string)failure["object"]!["message"]!, StringComparison.Ordinal);
        Assert.Null(await watch.NextEventAsync());
    }

    [Theory]
    [InlineData("name", "b", "must have the same name: a != b")]
    [InlineData("namespace", "other", "must have the same namespace: default != other")]
    [InlineData("uid", "1", "must have the same UID: ")]
    public async Task A_conversion_may_not_change_the_identity(string member, string value, string problem)
    {
        await using var host = await WebhookHost.StartAsync();
        await using var server = await TestServer.StartAsync();
        await server.InstallAsync(host, response => response["convertedObjects"]![0]!["metadata"]![member] = value);
        await server.CreateGadgetAsync("a", Spec);

        var status = await server.GetAsync($"{V2}/a", 500);

        Assert.Contains("conversion webhook for example.com/v1, Kind=Gadget returned invalid converted object at index 0: " + problem, (string)status["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_the_metadata_a_conversion_changes_labels_and_annotations_only()
    {
        await using var host = await WebhookHost.StartAsync();
        await using var server = await TestServer.StartAsync();
        await server.InstallAsync(host, response =>
        {
            var metadata = response["convertedObjects"]![0]!["metadata"]!;
            metadata["labels"] = new JsonObject { ["from"] = "webhook" };
            metadata["finalizers"] = new JsonArray("example.com/added");
            metadata["generation"] = 77;
        });
        await server.CreateGadgetAsync("a", Spec);

        var seen = await server.GetAsync($"{V2}/a");

        Assert.Equal("webhook", (string)seen["metadata"]!["labels"]!["from"]!);
        Assert.Null(seen["metadata"]!["finalizers"]);
        Assert.Equal(1, (int)seen["metadata"]!["generation"]!);
    }

    [Fact]
    public async Task Too_few_objects_and_other_versions_are_refused()
    {
        await using var host = await WebhookHost.StartAsync();
        await using var server = await TestServer.StartAsync();
        Action<JsonObject> spoil = response => response["convertedObjects"]!.AsArray().Clear();
        await server.InstallAsync(host, response => spoil(response));
        await server.CreateGadgetAsync("a", Spec);

        var few = await server.GetAsync($"{V2}/a", 500);
        spoil = response => response["convertedObjects"]![0]!["apiVersion"] = "example.com/v7";
        var other = await server.GetAsync($"{V2}/a", 500);

        Assert.Equal("conversion webhook for example.com/v1, Kind=Gadget returned 0 objects, expected 1", (string)few["message"]!);
        Assert.EndsWith("invalid groupVersion (expected example.com/v2, received example.com/v7)", (string)other["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Admission_webhooks_of_the_other_version_see_converted_objects()
    {
        await using var host = await WebhookHost.StartAsync();
        await using var server = await TestServer.StartAsync();
        await server.InstallAsync(host);
        host.Patch("/v2", """[{"op":"replace","path":"/spec/address","value":"patched:1"}]""");
        await server.InstallAsync(WebhookConfigurations.Mutating, "gadgets", host.Webhook("/v2", webhook => webhook.Rule("example.com", "v2", "gadgets")));

        var created = await server.CreateGadgetAsync("a", Spec);

        Assert.Equal("a:80", (string)host.Asked("/v2").Single()["request"]!["object"]!["spec"]!["address"]!);
        Assert.Equal("""{"color":"red","host":"patched","port":1}""", Sorted(created["spec"]!));
    }

    private static string Sorted(JsonNode node) => new JsonObject(node.AsObject().OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone()))).ToJsonString();
}
