using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Operon.Kubernetes;

/// <summary>meta/v1 Time: RFC 3339 in UTC and whole seconds on the wire; fractions and offsets are accepted.</summary>
internal sealed class TimeConverter : JsonConverter<DateTime>
{
    internal const string Format = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    public override DateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parse(ref reader);

    public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options) => Write(writer, value, Format);

    internal static DateTime Parse(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String && reader.TryGetDateTime(out var plain))
        {
            return plain.Kind == DateTimeKind.Unspecified ? DateTime.SpecifyKind(plain, DateTimeKind.Utc) : plain.ToUniversalTime();
        }

        var text = reader.GetString();
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.UtcDateTime
            : throw new JsonException($"'{text}' is not an RFC 3339 time, such as 2026-01-31T12:00:00Z.");
    }

    internal static void Write(Utf8JsonWriter writer, DateTime value, string format)
    {
        var utc = value.Kind == DateTimeKind.Unspecified ? DateTime.SpecifyKind(value, DateTimeKind.Utc) : value.ToUniversalTime();
        Span<char> buffer = stackalloc char[32];
        utc.TryFormat(buffer, out var written, format, CultureInfo.InvariantCulture);
        writer.WriteStringValue(buffer[..written]);
    }
}
