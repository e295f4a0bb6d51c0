using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Operon.Kubernetes;

/// <summary>An IP address as text: <c>10.0.0.1</c> or <c>2001:db8::1</c>.</summary>
internal sealed class IPAddressConverter : JsonConverter<IPAddress>
{
    public override IPAddress? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() is var text && IPAddress.TryParse(text, out var address) ? address : throw new JsonException($"'{text}' is not an IP address.");

    public override void Write(Utf8JsonWriter writer, IPAddress value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
