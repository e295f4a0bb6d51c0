using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;
using Operon.Kubernetes;
using Xunit;
using KubernetesJson = Operon.Kubernetes.KubernetesJson;

namespace Operon.Runtime.Tests;

/// <summary>Garbage per watch event decides how many events a small operator can follow: bounds that a change has to argue with.</summary>
public sealed class DecodeAllocationTests
{
    private const int Rounds = 200;
    private static readonly ManagerSettings _settings = new(TimeProvider.System, NullLoggerFactory.Instance, TimeSpan.FromHours(10), true, TimeSpan.FromSeconds(5));

    [Fact]
    public void A_lean_type_allocates_less_than_the_object_has_bytes()
    {
        var lean = new ResourceKind<LeanMap>(ResourceKinds.ConfigMap.Type, KubernetesJson.TypeInfo<LeanMap>(LeanContext.Default));
        Assert.InRange(AllocatedPerEvent(new Informer<LeanMap>(lean, _settings)), 200, 2000);
    }

    [Fact]
    public void Metadata_allocates_less_than_the_object_has_bytes() =>
        Assert.InRange(AllocatedPerEvent(new Informer<PartialObjectMetadata>(ResourceKinds.Metadata(ResourceKinds.ConfigMap.Type), _settings)), 200, 2000);

    [Fact]
    public void What_an_object_is_said_to_have_allocated_is_what_it_did()
    {
        var informer = new Informer<PartialObjectMetadata>(ResourceKinds.Metadata(ResourceKinds.ConfigMap.Type), _settings);
        var observed = Decode(Decoding(informer), Sample());
        Assert.Equal(Sample().Length, observed.WireBytes);
        Assert.InRange(observed.Forms[0].AllocatedBytes, 200, 20_000);
        Assert.Equal(new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), observed.WrittenAt);
        Assert.Null(observed.Metadata.ManagedFields);
    }

    private static long AllocatedPerEvent(ICacheForm form)
    {
        var decoding = Decoding(form);
        var sample = Sample();
        for (var i = 0; i < Rounds; i++)
        {
            Decode(decoding, sample);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Rounds; i++)
        {
            Decode(decoding, sample);
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before) / Rounds;
    }

    private static ObservedObject Decode(JsonTypeInfo<ObservedObject> decoding, byte[] json)
    {
        var reader = new Utf8JsonReader(json);
        return JsonSerializer.Deserialize(ref reader, decoding)!;
    }

    private static JsonTypeInfo<ObservedObject> Decoding(ICacheForm form) =>
        JsonMetadataServices.CreateValueInfo<ObservedObject>(KubernetesJson.Options, new ObservedObjectConverter(ResourceKinds.ConfigMap.Type, [form]));

    /// <summary>3 KB, half of it a field nobody reads here, a fifth managedFields.</summary>
    private static byte[] Sample() => Encoding.UTF8.GetBytes("""
        {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"settings","namespace":"ns","uid":"0c1f3a0e-2f6c-4b8e-9d55-8a1f0e7d3c11","resourceVersion":"123456","creationTimestamp":"2026-01-01T00:00:00Z","labels":{"app":"x"},"managedFields":[{"manager":"kubectl","operation":"Apply","apiVersion":"v1","time":"2026-01-01T00:00:00Z","fieldsType":"FieldsV1","fieldsV1":FIELDS},{"manager":"operator","operation":"Update","apiVersion":"v1","time":"2026-01-02T03:04:05Z","fieldsType":"FieldsV1","fieldsV1":{"f:data":{}}}]},"data":{"a":"1"},"binaryData":{"blob":"BLOB"}}
        """.Replace("FIELDS", Fields(), StringComparison.Ordinal).Replace("BLOB", new string('A', 1600), StringComparison.Ordinal));

    private static string Fields() => $"{{{string.Join(',', Enumerable.Range(0, 30).Select(i => $"\"f:field{i}\":{{}}"))}}}";
}
