using System.Text.Json.Nodes;
using Operon.ApiServer.Tests.Hosting;
using Operon.ApiServer.Tests.Webhooks;
using Xunit;
using static Operon.ApiServer.Tests.CustomResources.Gadgets;

namespace Operon.ApiServer.Tests.CustomResources;

public sealed class VersionTests
{
    [Fact]
    public async Task Without_a_webhook_versions_differ_in_name_and_pruning_and_defaults_are_those_of_the_stored_version()
    {
        await using var server = await TestServer.StartAsync();
        await server.PostAsync(Definitions, Definition().ToJsonString());

        await server.CreateGadgetAsync("a", """{"host":"a","color":"blue"}""");
        var other = await server.GetAsync($"{V2}/a");

        Assert.Equal("example.com/v2", (string)other["apiVersion"]!);
        Assert.Equal("blue", (string)other["spec"]!["color"]!);
        Assert.Null(other["spec"]!["shape"]);
        Assert.Null(other["spec"]!["host"]);
        Assert.Equal("a", (string)(await server.GetAsync($"{V1}/a"))["spec"]!["host"]!);
    }

    [Fact]
    public async Task A_deprecated_version_answers_with_a_warning()
    {
        await using var server = await TestServer.StartAsync();
        await server.PostAsync(Definitions, Definition().ToJsonString());

        using var byDefault = await server.Admin.GetAsync(V2, TestServer.Cancel);
        await server.PatchAsync(DefinitionPath, "json-patch+json", """[{"op":"add","path":"/spec/versions/1/deprecationWarning","value":"use v1"}]""");
        using var own = await server.Admin.GetAsync(V2, TestServer.Cancel);
        using var current = await server.Admin.GetAsync(V1, TestServer.Cancel);

        Assert.Equal(["299 - \"example.com/v2 Gadget is deprecated\""], byDefault.Headers.GetValues("Warning"));
        Assert.Equal(["299 - \"use v1\""], own.Headers.GetValues("Warning"));
        Assert.False(current.Headers.Contains("Warning"));
    }

    [Fact]
    public async Task A_version_that_is_not_served_is_not_found()
    {
        await using var server = await TestServer.StartAsync();
        await server.PostAsync(Definitions, Definition().ToJsonString());

        var noPage = await server.GetAsync("/apis/example.com/v3/namespaces/default/gadgets", 404);
        Assert.Equal("404 page not found\n", (string)noPage["text"]!);
        var noResource = await server.GetAsync("/api/v1/namespaces/default/gadgets", 404);
        Assert.Equal("the server could not find the requested resource", (string)noResource["message"]!);
        var group = await server.GetAsync("/apis/example.com");

        Assert.Equal(["v2", "v1"], group["versions"]!.AsArray().Select(version => (string)version!["version"]!));
    }

    [Fact]
    public async Task Subresources_and_columns_belong_to_a_version()
    {
        await using var server = await TestServer.StartAsync();
        await server.PostAsync(Definitions, Definition().ToJsonString());
        await server.CreateGadgetAsync("a", """{"host":"h"}""");

        await server.GetAsync($"{V1}/a/status");
        await server.GetAsync($"{V2}/a/status", 404);

        Assert.Equal(["Name", "Host"], await ColumnsAsync(server, V1));
        Assert.Equal(["Name", "Address"], await ColumnsAsync(server, V2));
    }

    [Fact]
    public async Task An_update_that_changes_nothing_moves_an_object_to_the_new_storage_version()
    {
        await using var host = await WebhookHost.StartAsync();
        await using var server = await TestServer.StartAsync();
        await server.InstallAsync(host);
        var created = await server.CreateGadgetAsync("a", """{"host":"a","port":80}""");
        var moved = await server.PatchAsync(DefinitionPath, "json-patch+json", """[{"op":"replace","path":"/spec/versions/0/storage","value":false},{"op":"replace","path":"/spec/versions/1/storage","value":true}]""");
        Assert.Equal(["v1", "v2"], moved["status"]!["storedVersions"]!.AsArray().Select(version => (string)version!));

        var first = await server.PutAsync($"{V1}/a", await server.GetAsync($"{V1}/a"));
        var second = await server.PutAsync($"{V1}/a", await server.GetAsync($"{V1}/a"));

        Assert.NotEqual((string)created["metadata"]!["resourceVersion"]!, (string)first["metadata"]!["resourceVersion"]!);
        Assert.Equal((string)first["metadata"]!["resourceVersion"]!, (string)second["metadata"]!["resourceVersion"]!);
        var before = host.Asked("/convert").Count;
        Assert.Equal("a:80", (string)(await server.GetAsync($"{V2}/a"))["spec"]!["address"]!);
        Assert.Equal(before, host.Asked("/convert").Count);
    }

    [Fact]
    public async Task A_storage_version_need_not_be_served()
    {
        await using var host = await WebhookHost.StartAsync();
        await using var server = await TestServer.StartAsync();
        await server.InstallAsync(host);
        await server.CreateGadgetAsync("a", """{"host":"a","port":80}""");
        await server.PatchAsync(DefinitionPath, "json-patch+json", """[{"op":"replace","path":"/spec/versions/0/served","value":false}]""");

        var created = await server.CreateGadgetAsync("b", """{"address":"b:81"}""", "v2");
        using var watch = await server.WatchAsync($"{Definitions}?watch=true&fieldSelector=metadata.name%3Dgadgets.example.com");
        Assert.Equal("b:81", (string)created["spec"]!["address"]!);
        Assert.Equal(["a", "b"], await NamesAsync(server, V2));
        await server.GetAsync(V1, 404);
        var converted = host.Asked("/convert").Count;

        await server.DeleteAsync(DefinitionPath);
        while (await watch.NextAsync() is { } change && !change.StartsWith("DELETED", StringComparison.Ordinal))
        {
        }

        Assert.Equal(converted, host.Asked("/convert").Count);
    }

    [Fact]
    public async Task Published_schemas_name_the_selectable_fields()
    {
        await using var server = await TestServer.StartAsync();
        await server.PostAsync(Definitions, Definition().ToJsonString());

        var document = await server.GetAsync("/openapi/v3/apis/example.com/v1");

        Assert.Equal("""[{"fieldPath":"spec.host"}]""", document["components"]!["schemas"]!["com.example.v1.Gadget"]!["x-kubernetes-selectable-fields"]!.ToJsonString());
    }

    [Fact]
    public async Task A_stored_version_is_given_up_only_when_the_status_says_so()
    {
        await using var server = await TestServer.StartAsync();
        await server.PostAsync(Definitions, Definition().ToJsonString());
        await server.PatchAsync(DefinitionPath, "json-patch+json", """[{"op":"replace","path":"/spec/versions/0/storage","value":false},{"op":"replace","path":"/spec/versions/1/storage","value":true}]""");

        var early = await server.PatchAsync(DefinitionPath, "json-patch+json", """[{"op":"remove","path":"/spec/versions/0"}]""", 422);
        await server.PatchAsync($"{DefinitionPath}/status", "merge-patch+json", """{"status":{"storedVersions":["v2"]}}""");
        await server.PatchAsync(DefinitionPath, "json-patch+json", """[{"op":"remove","path":"/spec/versions/0"}]""");

        Assert.Contains("status.storedVersions[0]: Invalid value: \"v1\": missing from spec.versions", (string)early["message"]!, StringComparison.Ordinal);
        await server.GetAsync(V1, 404);
    }

    [Fact]
    public async Task Selectable_fields_filter_lists_and_watches_in_their_version()
    {
        await using var host = await WebhookHost.StartAsync();
        await using var server = await TestServer.StartAsync();
        await server.InstallAsync(host);
        await server.CreateGadgetAsync("a", """{"host":"a","port":80}""");
        await server.CreateGadgetAsync("b", """{"host":"b","port":80}""");
        using var watch = await server.WatchAsync($"{V2}?watch=true&fieldSelector=spec.address%3Db:80");

        Assert.Equal(["b"], await NamesAsync(server, $"{V1}?fieldSelector=spec.host%3Db"));
        Assert.Equal(["a"], await NamesAsync(server, $"{V2}?fieldSelector=spec.address%3Da:80"));
        Assert.Equal(["a"], await NamesAsync(server, $"{V2}?fieldSelector=spec.address!%3Db:80,metadata.name%3Da"));
        var refused = await server.GetAsync($"{V2}?fieldSelector=spec.host%3Db", 400);
        Assert.Equal("field label not supported: spec.host", (string)refused["message"]!);
        Assert.Equal("ADDED b", await watch.NextAsync());
        await server.PatchAsync($"{V1}/a", "merge-patch+json", """{"spec":{"host":"b"}}""");
        Assert.Equal("ADDED a", await watch.NextAsync());
        await server.PatchAsync($"{V1}/b", "merge-patch+json", """{"spec":{"port":81}}""");
        Assert.Equal("DELETED b", await watch.NextAsync());
    }

    [Fact]
    public async Task New_selectable_fields_work_on_objects_stored_before()
    {
        await using var server = await TestServer.StartAsync();
        await server.PostAsync(Definitions, Definition().ToJsonString());
        await server.CreateGadgetAsync("a", """{"color":"blue"}""");
        await server.CreateGadgetAsync("b", "{}");

        await server.PatchAsync(DefinitionPath, "json-patch+json", """[{"op":"add","path":"/spec/versions/0/selectableFields/-","value":{"jsonPath":".spec.color"}}]""");

        Assert.Equal(["b"], await NamesAsync(server, $"{V1}?fieldSelector=spec.color%3Dred"));
    }

    [Fact]
    public async Task A_definition_with_a_placeholder_for_its_ca_is_served_once_the_ca_is_there()
    {
        await using var host = await WebhookHost.StartAsync();
        await using var server = await TestServer.StartAsync();
        var conversion = Conversion(host);
        conversion["webhook"]!["clientConfig"]!["caBundle"] = "Cg==";

        var early = await server.PostAsync(Definitions, Definition(conversion).ToJsonString());
        await server.GetAsync(V1, 404);
        await server.PatchAsync(DefinitionPath, "json-patch+json", $$"""[{"op":"replace","path":"/spec/conversion/webhook/clientConfig/caBundle","value":"{{host.CaBundle}}"}]""");
        await server.GetAsync(V1);
        var back = await server.PatchAsync(DefinitionPath, "json-patch+json", """[{"op":"replace","path":"/spec/conversion/webhook/clientConfig/caBundle","value":"Cg=="}]""", 422);

        Assert.Contains(early["status"]!["conditions"]!.AsArray(), condition => (string)condition!["type"]! == "Established" && (string)condition["reason"]! == "InvalidCABundle");
        Assert.Contains("spec.conversion.webhookClientConfig.caBundle", (string)back["message"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/spec/versions/0/selectableFields/0/jsonPath", "\".spec.nowhere\"", "spec.versions[0].selectableFields[0].jsonPath: Invalid value: \".spec.nowhere\": is an invalid path")]
    [InlineData("/spec/versions/0/selectableFields/0/jsonPath", "\".metadata.name\"", "is an invalid path: does not refer to a valid field")]
    [InlineData("/spec/versions/0/selectableFields/0/jsonPath", "\".spec\"", "must point to a field of type string, boolean or integer")]
    [InlineData("/spec/versions/0/deprecationWarning", "\"old\"", "spec.versions[0].deprecationWarning: Invalid value: \"old\": can only be set for deprecated versions")]
    [InlineData("/spec/conversion", """{"strategy":"Webhook"}""", "spec.conversion.webhookClientConfig: Required value: required when strategy is set to Webhook")]
    [InlineData("/spec/conversion", """{"strategy":"None","webhook":{"conversionReviewVersions":["v1"]}}""", "should not be set when strategy is not set to Webhook")]
    [InlineData("/spec/conversion", """{"strategy":"Webhook","webhook":{"clientConfig":{"url":"https://a.example.com/"},"conversionReviewVersions":["v9"]}}""", "must include at least one of v1, v1beta1")]
    public async Task A_wrong_definition_is_refused_by_field(string path, string value, string problem)
    {
        await using var server = await TestServer.StartAsync();
        await server.PostAsync(Definitions, Definition().ToJsonString());

        var status = await server.PatchAsync(DefinitionPath, "json-patch+json", $$"""[{"op":"add","path":"{{path}}","value":{{value}} }]""", 422);

        Assert.Contains(problem, (string)status["message"]!, StringComparison.Ordinal);
    }

    private static async Task<IEnumerable<string>> NamesAsync(TestServer server, string path) =>
        (await server.GetAsync(path))["items"]!.AsArray().Select(item => (string)item!["metadata"]!["name"]!);

    private static async Task<IEnumerable<string>> ColumnsAsync(TestServer server, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd("application/json;as=Table;v=v1;g=meta.k8s.io");
        using var response = await server.Admin.SendAsync(request, TestServer.Cancel);
        var table = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestServer.Cancel))!;
        return table["columnDefinitions"]!.AsArray().Select(column => (string)column!["name"]!);
    }
}
