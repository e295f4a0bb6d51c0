using System.Text.Json;
using System.Text.Json.Serialization;
using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>Decodes an object once per representation from the bytes where they lie, and measures it on the way.</summary>
internal sealed class ObservedObjectConverter(ResourceType type, IReadOnlyList<ICacheForm> forms) : JsonConverter<ObservedObject>
{
    private readonly NamePool _namespaces = new();

    public override ObservedObject Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException($"An object of {type.GroupResource} must be a JSON object, not {reader.TokenType}.");
        }

        var start = reader;
        var read = new ObservedForm[forms.Count];
        V1ObjectMeta? metadata = null;
        ManagedFieldsTime.Reset();
        for (var i = 0; i < read.Length; i++)
        {
            reader = start;
            var before = GC.GetAllocatedBytesForCurrentThread();
            var form = forms[i].Read(ref reader);
            form.ApiVersion = type.ApiVersion;
            form.Kind = type.Kind;
            form.Metadata ??= new V1ObjectMeta();
            form.Metadata.NamespaceProperty = _namespaces.Share(form.Metadata.NamespaceProperty);
            metadata ??= form.Metadata;
            read[i] = new ObservedForm(form, (int)(GC.GetAllocatedBytesForCurrentThread() - before));
        }

        return new ObservedObject(metadata ?? new V1ObjectMeta(), read)
        {
            ApiVersion = type.ApiVersion,
            Kind = type.Kind,
            WireBytes = (int)(reader.BytesConsumed - start.BytesConsumed) + 1,
            WrittenAt = metadata is null ? null : WriteTime.Of(metadata, ManagedFieldsTime.Newest),
        };
    }

    public override void Write(Utf8JsonWriter writer, ObservedObject value, JsonSerializerOptions options) =>
        throw new NotSupportedException("Observed objects are only read.");
}
