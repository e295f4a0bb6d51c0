using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using k8s;
using k8s.Models;
using Xunit;

namespace Operon.Kubernetes.Tests;

public sealed class KubernetesJsonTests
{
    [Fact]
    public void Lease_times_are_written_with_six_digits_and_object_times_with_none()
    {
        var time = new DateTime(2026, 1, 31, 12, 0, 0, DateTimeKind.Utc);
        var lease = new V1Lease
        {
            Metadata = new V1ObjectMeta { CreationTimestamp = time.AddTicks(1234567) },
            Spec = new V1LeaseSpec { RenewTime = time, AcquireTime = time.AddTicks(1234567) },
        };
        Assert.Equal(
            """{"metadata":{"creationTimestamp":"2026-01-31T12:00:00Z"},"spec":{"acquireTime":"2026-01-31T12:00:00.123456Z","renewTime":"2026-01-31T12:00:00.000000Z"}}""",
            JsonSerializer.Serialize(lease, ResourceKinds.Lease.Json));
    }

    [Fact]
    public void Event_times_follow_their_own_types()
    {
        var time = new DateTime(2026, 1, 31, 12, 0, 0, DateTimeKind.Utc);
        var json = JsonSerializer.Serialize(
            new Corev1Event { EventTime = time, FirstTimestamp = time, Series = new Corev1EventSeries { LastObservedTime = time } }, ResourceKinds.Event.Json);
        Assert.Equal(
            """{"eventTime":"2026-01-31T12:00:00.000000Z","firstTimestamp":"2026-01-31T12:00:00Z","series":{"lastObservedTime":"2026-01-31T12:00:00.000000Z"}}""", json);
    }

    [Theory]
    [InlineData("\"2026-01-31T12:00:00Z\"")]
    [InlineData("\"2026-01-31T12:00:00.000000Z\"")]
    [InlineData("\"2026-01-31T13:00:00+01:00\"")]
    public void Times_are_read_in_every_rfc_3339_form(string json)
    {
        var time = JsonSerializer.Deserialize<V1ObjectMeta>($$"""{"creationTimestamp":{{json}}}""", KubernetesJson.TypeInfo<V1ObjectMeta>())!.CreationTimestamp;
        Assert.Equal(new DateTime(2026, 1, 31, 12, 0, 0, DateTimeKind.Utc), time);
        Assert.Equal(DateTimeKind.Utc, time!.Value.Kind);
    }

    [Theory]
    [InlineData("ResourceQuantity", """{"spec":{"containers":[{"name":"c","resources":{"limits":{"cpu":"1500m","memory":"1536Mi","x":"1e3"}}}]}}""")]
    [InlineData("IntOrString", """{"spec":{"containers":[{"livenessProbe":{"httpGet":{"port":8080}},"name":"c","readinessProbe":{"httpGet":{"port":"web"}}}]}}""")]
    public void Values_of_two_natures_are_written_as_they_were_read(string what, string json)
    {
        Assert.NotNull(what);
        var pod = JsonSerializer.Deserialize(json, ResourceKinds.Pod.Json)!;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(json), JsonSerializer.SerializeToNode(pod, ResourceKinds.Pod.Json)), JsonSerializer.Serialize(pod, ResourceKinds.Pod.Json));
    }

    [Fact]
    public void An_untyped_object_keeps_every_field()
    {
        const string Json = """{"apiVersion":"a/v1","kind":"K","metadata":{"name":"n","labels":{"l":"v"}},"spec":{"x":[1,null,"2"]},"data":null,"status":{}}""";
        var untyped = UntypedObject.FromJson(JsonNode.Parse(Json)!.AsObject());
        Assert.Equal("v", untyped.Metadata.Labels["l"]);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Json), untyped.ToJson()));
    }

    [Fact]
    public void A_schema_keeps_its_free_form_parts()
    {
        const string Json = """{"additionalProperties":{"type":"string"},"default":{"a":[1,true]},"enum":["a",1],"items":{"type":"object"},"x-kubernetes-preserve-unknown-fields":true}""";
        var schema = JsonSerializer.Deserialize(Json, KubernetesJson.TypeInfo<V1JSONSchemaProps>())!;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Json), JsonSerializer.SerializeToNode(schema, KubernetesJson.TypeInfo<V1JSONSchemaProps>())));
    }

    [Fact]
    public void A_lean_record_reads_only_its_fields()
    {
        var kind = new ResourceKind<LeanPod>(ResourceKinds.Pod.Type, KubernetesJson.TypeInfo<LeanPod>(LeanContext.Default));
        var pod = JsonSerializer.Deserialize("""{"metadata":{"name":"a","creationTimestamp":"2026-01-31T12:00:00Z"},"spec":{"nodeName":"n","containers":[{}]}}""", kind.Json)!;
        Assert.Equal(("a", "n"), (pod.Metadata.Name, pod.Spec?.NodeName));
    }

    public static TheoryData<string> Samples()
    {
        var data = new TheoryData<string>();
        foreach (var file in Conformance.Files("*.json").Where(file => Conformance.ModelOf(Path.GetFileName(file)) is not null))
        {
            data.Add(Path.GetFileName(file));
        }

        if (data.Count == 0)
        {
            data.Add("");
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Every_field_of_upstreams_samples_survives_the_models(string file)
    {
        Assert.SkipWhen(file.Length == 0, "no conformance data");
        var info = Conformance.ModelOf(file)!;
        var json = JsonNode.Parse(Conformance.Read(file))!;
        var model = json.Deserialize(info);
        var back = JsonSerializer.SerializeToNode(model, info);

        // An alpha field whose shape differs between the samples' minor version and the models'.
        var differences = Conformance.Differences(json, back, "").Where(path => !path.Contains("nodeAllocatableResourceClaimStatuses", StringComparison.Ordinal));
        Assert.Equal("", string.Join('\n', differences));
    }

    internal sealed class LeanPod : IKubernetesObject<V1ObjectMeta>
    {
        public string? ApiVersion { get; set; }

        public string? Kind { get; set; }

        public V1ObjectMeta Metadata { get; set; } = new();

        public LeanPodSpec? Spec { get; set; }
    }

    internal sealed record LeanPodSpec(string? NodeName);
}

[JsonSerializable(typeof(KubernetesJsonTests.LeanPod))]
internal sealed partial class LeanContext : JsonSerializerContext;
