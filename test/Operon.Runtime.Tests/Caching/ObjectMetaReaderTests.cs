using System.Text.Json;
using k8s.Models;
using Operon.Kubernetes;
using Xunit;
using KubernetesJson = Operon.Kubernetes.KubernetesJson;

namespace Operon.Runtime.Tests;

public sealed class ObjectMetaReaderTests
{
    private static readonly System.Text.Json.Serialization.Metadata.JsonTypeInfo<PartialObjectMetadata> _cached =
        CacheJson.WithoutManagedFields(KubernetesJson.TypeInfo<PartialObjectMetadata>());

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"name":"a","namespace":"b","uid":"c","resourceVersion":"7","generation":3,"generateName":"a-","selfLink":"/x"}""")]
    [InlineData("""{"creationTimestamp":"2026-01-02T03:04:05Z","deletionTimestamp":"2026-01-02T05:04:05+02:00","deletionGracePeriodSeconds":30}""")]
    [InlineData("""{"creationTimestamp":"2026-01-02T03:04:05.123456Z","deletionTimestamp":"2026-01-02T03:04:05"}""")]
    [InlineData("""{"creationTimestamp":null,"labels":null,"annotations":null,"finalizers":null,"ownerReferences":null,"generation":null,"name":null}""")]
    [InlineData("""{"labels":{},"annotations":{},"finalizers":[],"ownerReferences":[]}""")]
    [InlineData("""{"labels":{"app":"x","app.kubernetes.io/name":"y"},"annotations":{"a/b":"{\"quoted\":\"\\u00e9\"}","empty":""},"finalizers":["a/b","c"]}""")]
    [InlineData("""{"labels":{"app":"first","app":"last"},"name":"caf\u00e9 \ud83d\ude00","namespace":"ünï"}""")]
    [InlineData("""{"ownerReferences":[{"apiVersion":"v1","kind":"Pod","name":"a","uid":"u","controller":true,"blockOwnerDeletion":false,"new":{"x":[1]}},{"apiVersion":"v1","kind":"Pod","name":"b","uid":"v","controller":null}]}""")]
    [InlineData("""{"future":{"deep":[{"a":1}]},"Name":"not the name","name":"a","clusterName":"z"}""")]
    public void Reads_what_the_official_model_reads(string metadata)
    {
        var json = $$"""{"kind":"Pod","metadata":{{metadata}},"apiVersion":"v1"}""";
        var official = JsonSerializer.Deserialize(json, KubernetesJson.TypeInfo<PartialObjectMetadata>())!;
        var read = JsonSerializer.Deserialize(json, _cached)!;
        Assert.Equal(JsonSerializer.Serialize(official, KubernetesJson.TypeInfo<PartialObjectMetadata>()), JsonSerializer.Serialize(read, KubernetesJson.TypeInfo<PartialObjectMetadata>()));
        Assert.Equal(official.Metadata.CreationTimestamp, read.Metadata.CreationTimestamp);
        Assert.Equal(official.Metadata.CreationTimestamp?.Kind, read.Metadata.CreationTimestamp?.Kind);
        Assert.Equal("Pod", read.Kind);
    }

    [Fact]
    public void Metadata_of_null_is_null()
    {
        Assert.Null(JsonSerializer.Deserialize("""{"metadata":null}""", _cached)!.Metadata);
    }

    [Fact]
    public void Every_field_of_the_metadata_is_read()
    {
        var full = new V1ObjectMeta
        {
            Name = "a",
            NamespaceProperty = "b",
            Uid = "c",
            ResourceVersion = "1",
            Generation = 2,
            GenerateName = "a-",
            SelfLink = "/s",
            CreationTimestamp = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc),
            DeletionTimestamp = new DateTime(2026, 1, 2, 3, 4, 6, DateTimeKind.Utc),
            DeletionGracePeriodSeconds = 30,
            Labels = new Dictionary<string, string> { ["l"] = "1" },
            Annotations = new Dictionary<string, string> { ["a"] = "2" },
            Finalizers = ["f"],
            OwnerReferences = [new V1OwnerReference { ApiVersion = "v1", Kind = "K", Name = "n", Uid = "u", Controller = true, BlockOwnerDeletion = true }],
        };

        // A field that a newer model has and this reader does not would be missing below.
        Assert.All(typeof(V1ObjectMeta).GetProperties().Where(property => property.Name != "ManagedFields"), property => Assert.NotNull(property.GetValue(full)));
        var json = JsonSerializer.Serialize(new PartialObjectMetadata { Metadata = full }, KubernetesJson.TypeInfo<PartialObjectMetadata>());
        var read = JsonSerializer.Deserialize(json, _cached)!;
        Assert.Equal(json, JsonSerializer.Serialize(read, KubernetesJson.TypeInfo<PartialObjectMetadata>()));
    }

    [Theory]
    [InlineData("""{"name":1}""", "metadata.name must be a string, not Number")]
    [InlineData("""{"labels":[]}""", "metadata.labels must be an object, not StartArray")]
    [InlineData("""{"labels":{"a":1}}""", "metadata.labels must be a string, not Number")]
    [InlineData("""{"finalizers":[1]}""", "metadata.finalizers must be a list of strings, not Number")]
    [InlineData("""{"generation":1.5}""", "metadata.generation must be a whole number")]
    [InlineData("""{"ownerReferences":[{"controller":"true"}]}""", "metadata.ownerReferences.controller must be true or false, not String")]
    [InlineData("""{"creationTimestamp":"yesterday"}""", "is not an RFC 3339 time")]
    [InlineData("[]", "metadata must be an object, not StartArray")]
    public void A_field_of_the_wrong_type_is_named(string metadata, string expected)
    {
        var e = Assert.Throws<JsonException>(() => JsonSerializer.Deserialize($$"""{"metadata":{{metadata}}}""", _cached));
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_objects_have_in_common_is_one_string()
    {
        const string json = """{"metadata":{"name":"same","labels":{"app.kubernetes.io/name":"common"},"finalizers":["example.com/f"]}}""";
        var one = JsonSerializer.Deserialize(json, _cached)!.Metadata;
        var other = JsonSerializer.Deserialize(json, _cached)!.Metadata;
        Assert.Same(one.Labels.Keys.Single(), other.Labels.Keys.Single());
        Assert.Same(one.Labels.Values.Single(), other.Labels.Values.Single());
        Assert.Same(one.Finalizers[0], other.Finalizers[0]);
        Assert.NotSame(one.Name, other.Name);
    }

    [Fact]
    public void Shared_strings_are_never_mixed_up()
    {
        // Ten times as many texts as the pool has places, of all lengths up to beyond what it keeps.
        for (var i = 0; i < 40_000; i++)
        {
            var text = $"{new string((char)('a' + (i % 26)), i % 70)}{i}";
            var read = JsonSerializer.Deserialize("""{"metadata":{"labels":{"k":"TEXT"}}}""".Replace("TEXT", text, StringComparison.Ordinal), _cached)!.Metadata;
            Assert.Equal(text, read.Labels["k"]);
        }
    }
}
