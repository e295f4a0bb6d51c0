using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Operon.ApiServer.Discovery;
using Operon.ApiServer.Protobuf;
using Operon.ApiServer.Tests.Hosting;
using Xunit;

namespace Operon.ApiServer.Tests.Protobuf;

public sealed class ProtobufDecoderTests
{
    [Fact]
    public void Fully_filled_samples_of_every_kind_are_what_their_json_is()
    {
        var folder = ConformanceData.Folder("samples");
        var served = BuiltInResources.All.Select(resource => $"{resource.GroupVersion}/{resource.Kind}").ToHashSet(StringComparer.Ordinal);
        var (compared, failures) = (0, new List<string>());
        foreach (var file in Directory.EnumerateFiles(folder, "*.pb"))
        {
            var expected = JsonNode.Parse(File.ReadAllText(Path.ChangeExtension(file, ".json")))!.AsObject();
            if (!served.Contains($"{expected["apiVersion"]}/{expected["kind"]}"))
            {
                continue;
            }

            compared++;
            var difference = Difference("", expected, ProtobufDecoder.Decode(File.ReadAllBytes(file)));
            if (difference is not null)
            {
                failures.Add($"{Path.GetFileName(file)}: {difference}");
            }
        }

        Assert.Equal("", string.Join("\n", failures));
        Assert.True(compared >= 50, $"only {compared} samples were compared");
    }

    [Fact]
    public async Task A_typed_create_may_send_protobuf()
    {
        await using var server = await TestServer.StartAsync();

        var created = await PostAsync(server, "/api/v1/namespaces/default/configmaps?fieldManager=me", Body("v1", "ConfigMap", Field(1, MetadataOf("a")), Field(2, Entry("k", "v"))), 201);

        Assert.Equal("""{"k":"v"}""", created["data"]!.ToJsonString());
        Assert.Equal("""{"f:data":{".":{},"f:k":{}}}""", created["metadata"]!["managedFields"]![0]!["fieldsV1"]!.ToJsonString());
        Assert.Equal("default", (string)created["metadata"]!["namespace"]!);
    }

    [Fact]
    public void Zeros_are_kept_where_they_mean_something_and_left_out_elsewhere()
    {
        var deployment = ProtobufDecoder.Decode(Body("apps/v1", "Deployment", Field(1, MetadataOf("d")), Field(2, [0x08, 0x00, 0x28, 0x00])));

        Assert.Equal("""{"replicas":0}""", deployment["spec"]!.ToJsonString());
        Assert.Equal("""{"name":"d"}""", deployment["metadata"]!.ToJsonString());
    }

    [Fact]
    public async Task A_body_that_is_not_protobuf_is_refused()
    {
        await using var server = await TestServer.StartAsync();

        var noMagic = await PostAsync(server, "/api/v1/namespaces/default/configmaps", [1, 2, 3, 4, 5], 400);
        var unknown = await PostAsync(server, "/api/v1/namespaces/default/configmaps", Body("v1", "Nothing"), 400);
        var broken = await PostAsync(server, "/api/v1/namespaces/default/configmaps", [.. Body("v1", "ConfigMap", Field(2, Entry("k", "v")))[..^2]], 400);

        Assert.Contains("does not appear to be a protobuf message", (string)noMagic["message"]!, StringComparison.Ordinal);
        Assert.Contains("no kind \"Nothing\" is registered for version \"v1\"", (string)unknown["message"]!, StringComparison.Ordinal);
        Assert.Contains("end in the middle of a field", (string)broken["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Custom_resources_have_no_protobuf_form()
    {
        await using var server = await TestServer.StartAsync();
        await server.PostAsync(CustomResources.Gadgets.Definitions, CustomResources.Gadgets.Definition().ToJsonString());

        await PostAsync(server, CustomResources.Gadgets.V1, Body("example.com/v1", "Gadget"), 415);
    }

    private static async Task<JsonObject> PostAsync(TestServer server, string path, byte[] body, int expected)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue(ProtobufDecoder.MediaType);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        request.Headers.Accept.ParseAdd("application/vnd.kubernetes.protobuf,application/json");
        using var response = await server.Admin.SendAsync(request, TestServer.Cancel);
        var text = await response.Content.ReadAsStringAsync(TestServer.Cancel);
        Assert.True((int)response.StatusCode == expected, $"{(int)response.StatusCode} instead of {expected}: {text}");
        return JsonNode.Parse(text)!.AsObject();
    }

    private static byte[] Body(string apiVersion, string kind, params byte[][] fields) =>
        [.. "k8s\0"u8, .. Field(1, [.. Text(1, apiVersion), .. Text(2, kind)]), .. Field(2, [.. fields.SelectMany(field => field)])];

    // The name, the empty texts of the other fields and the zero time.
    private static byte[] MetadataOf(string name) => [.. Text(1, name), .. Text(2, ""), .. Text(3, ""), .. Text(5, ""), 0x38, 0x00, .. Field(8, [])];

    private static byte[] Entry(string key, string value) => [.. Text(1, key), .. Text(2, value)];

    private static byte[] Text(int number, string text) => Field(number, System.Text.Encoding.UTF8.GetBytes(text));

    private static byte[] Field(int number, byte[] data) => [(byte)((number << 3) | 2), checked((byte)data.Length), .. data];

    private static string? Difference(string path, JsonNode? expected, JsonNode? actual)
    {
        switch (expected, actual)
        {
            case (JsonObject left, JsonObject right):
                return left.Select(member => member.Key).Union(right.Select(member => member.Key))
                    .Select(name => Difference($"{path}.{name}", left[name], right[name])).FirstOrDefault(difference => difference is not null);
            case (JsonArray left, JsonArray right) when left.Count == right.Count:
                return left.Zip(right).Select((pair, index) => Difference(string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]"), pair.First, pair.Second)).FirstOrDefault(difference => difference is not null);
            default:
                return JsonNode.DeepEquals(expected, actual) ? null : $"{path} is {actual?.ToJsonString() ?? "absent"} instead of {expected?.ToJsonString() ?? "absent"}";
        }
    }
}
