using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Operon.Kubernetes;

/// <summary>An IP network in CIDR notation: <c>10.0.0.0/8</c>.</summary>
internal sealed class IPNetworkConverter : JsonConverter<IPNetwork>
{
    public override IPNetwork Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() is { } text && IPNetwork.TryParse(text, out var network)
            ? network
            : throw new JsonException($"'{reader.GetString()}' is not an IP network in CIDR notation, such as 10.0.0.0/8.");

    public override void Write(Utf8JsonWriter writer, IPNetwork value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
