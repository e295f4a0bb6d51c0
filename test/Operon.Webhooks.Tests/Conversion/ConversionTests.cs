using System.Text.Json.Nodes;
using Operon.Kubernetes;
using Xunit;

namespace Operon.Webhooks.Tests;

public sealed class ConversionTests
{
    private const string Old = "{apiVersion: cache.example.com/v1alpha1, kind: Memcached, metadata: {name: main, namespace: default, uid: u, generation: 3, labels: {a: b}, managedFields: [{manager: x}]}, spec: {size: '5'}}";
    private const string New = "{apiVersion: cache.example.com/v1, kind: Memcached, metadata: {name: other, namespace: default}, spec: {size: 7}}";

    [Fact]
    public async Task A_batch_is_converted_in_order_and_metadata_is_kept_to_the_letter()
    {
        await using var webhooks = await StartAsync();
        var review = await webhooks.PostAsync("/convert", Reviews.Conversion("cache.example.com/v1", Old, New));
        Assert.Equal("apiextensions.k8s.io/v1", (string?)review["apiVersion"]);
        Assert.Equal("Success", (string?)review["response"]!["result"]!["status"]);
        Assert.Equal("705ab4f5-6393-11e8-b7cc-42010a800002", (string?)review["response"]!["uid"]);
        var converted = review["response"]!["convertedObjects"]!.AsArray();
        Same(Old.Replace("v1alpha1", "v1", StringComparison.Ordinal).Replace("'5'", "5", StringComparison.Ordinal), converted[0]);
        Same(New, converted[1]);
    }

    [Fact]
    public async Task The_way_back_is_as_good()
    {
        await using var webhooks = await StartAsync();
        var review = await webhooks.PostAsync("/convert", Reviews.Conversion("cache.example.com/v1alpha1", New));
        Same(New.Replace("com/v1,", "com/v1alpha1,", StringComparison.Ordinal).Replace("size: 7", "size: '7'", StringComparison.Ordinal), review["response"]!["convertedObjects"]![0]);
    }

    [Fact]
    public async Task A_failure_names_the_object_and_counts_a_bug()
    {
        using var metrics = new Measurements();
        await using var webhooks = await StartAsync();
        var bad = Old.Replace("'5'", "many", StringComparison.Ordinal);
        Assert.Contains(
            "Memcached default/main from cache.example.com/v1alpha1 to cache.example.com/v1: ", await FailureAsync(webhooks, "cache.example.com/v1", New, bad), StringComparison.Ordinal);
        Assert.Contains("failed with KeyNotFoundException", await FailureAsync(webhooks, "cache.example.com/v1", Old.Replace("'5'", "explode", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains(metrics.All, one => one.Name == "controller_runtime_conversion_webhook_panics_total");
    }

    [Fact]
    public async Task Versions_and_kinds_without_converter_are_told_what_there_is()
    {
        await using var webhooks = await StartAsync();
        Assert.Contains("Memcached has no converter for cache.example.com/v2; there are v1, v1alpha1", await FailureAsync(webhooks, "cache.example.com/v2", New), StringComparison.Ordinal);
        Assert.Contains("there are Memcached.cache.example.com", await FailureAsync(webhooks, "cache.example.com/v1", New.Replace("kind: Memcached", "kind: Redis", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("that is another group", await FailureAsync(webhooks, "example.com/v1", New), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_hubs_of_one_kind_are_refused()
    {
        var set = new WebhookSet().AddConverter(OldMemcached.Resource, Memcached.Resource, new MemcachedConverter()).AddConverter(Memcached.Resource, OldMemcached.Resource, new Reverse());
        Assert.Contains("has two hubs: v1 and v1alpha1", Assert.Throws<ArgumentException>(() => set.Conversions).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_and_annotations_of_new_objects_are_added_and_those_passed_on_are_the_truth()
    {
        var original = Json("{name: x, uid: u, labels: {a: '1'}, annotations: {keep: me}}");
        Assert.True(JsonNode.DeepEquals(Json("{name: x, uid: u, labels: {a: '1'}, annotations: {keep: me, lost: field}}"), ConvertedMetadata.Of(original, Json("{annotations: {lost: field}}"))));
        Assert.True(JsonNode.DeepEquals(Json("{name: x, uid: u, labels: {b: '2'}}"), ConvertedMetadata.Of(original, Json("{name: x, uid: changed, labels: {b: '2'}}"))));
    }

    [Theory]
    [InlineData("[{name: v1}, {name: v1alpha1}]", null)]
    [InlineData("[{name: v1}, {name: v1alpha1}, {name: v1beta1}]", "has the versions v1beta1 without a converter")]
    [InlineData("[{name: v1}]", "converters for the versions v1alpha1 that the CustomResourceDefinition x does not have")]
    public void Every_version_of_an_installed_definition_needs_its_converter(string versions, string? problem)
    {
        var definition = UntypedObject.FromJson(Json($"{{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {{name: x}}, spec: {{versions: {versions}}}}}"));
        var conversion = new WebhookSet().AddConverter(OldMemcached.Resource, Memcached.Resource, new MemcachedConverter()).Conversions[0];
        var failure = Record.Exception(() => DefinitionConversions.Check(definition, conversion));
        Assert.Equal(problem is null, failure is null);
        Assert.Contains(problem ?? "", failure?.Message ?? "", StringComparison.Ordinal);
    }

    private static Task<RunningWebhooks> StartAsync() =>
        RunningWebhooks.StartAsync(new WebhookSet().AddConverter(OldMemcached.Resource, Memcached.Resource, new MemcachedConverter()));

    private static async Task<string> FailureAsync(RunningWebhooks webhooks, string desired, params string[] objects)
    {
        var response = (await webhooks.PostAsync("/convert", Reviews.Conversion(desired, objects)))["response"]!;
        Assert.Equal("Failure", (string?)response["result"]!["status"]);
        Assert.Empty(response["convertedObjects"]!.AsArray());
        return (string)response["result"]!["message"]!;
    }

    private static JsonObject Json(string yaml) => Yaml.ToJson(yaml)[0]!.AsObject();

    private static void Same(string expected, JsonNode? actual) => Assert.True(JsonNode.DeepEquals(Json(expected), actual), actual?.ToJsonString());

    private sealed class Reverse : IConverter<Memcached, OldMemcached>
    {
        public OldMemcached ToHub(Memcached spoke) => new();

        public Memcached FromHub(OldMemcached hub) => new();
    }
}
