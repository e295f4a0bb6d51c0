using System.Text;
using System.Text.Json.Nodes;

namespace Operon.ApiServer.Protobuf;

/// <summary>
/// Bodies of the media type <c>application/vnd.kubernetes.protobuf</c>: four bytes of magic, an envelope with apiVersion and kind, and in it the object.
/// Typed clients written in Go send built-in kinds this way.
/// </summary>
internal static class ProtobufDecoder
{
    public const string MediaType = "application/vnd.kubernetes.protobuf";

    private const int MaxDepth = 128;
    private static ReadOnlySpan<byte> Magic => "k8s\0"u8;

    /// <summary>The object, as JSON would have brought it.</summary>
    /// <exception cref="ProtobufException">The bytes are not that, or the kind is not a built-in one.</exception>
    public static JsonObject Decode(ReadOnlySpan<byte> body)
    {
        if (!body.StartsWith(Magic))
        {
            throw new ProtobufException("provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]");
        }

        var raw = Envelope(body[Magic.Length..], out var apiVersion, out var kind);
        var message = ProtobufMessages.Find(apiVersion, kind) ?? throw new ProtobufException($"no kind \"{kind}\" is registered for version \"{apiVersion}\" in protobuf form; send JSON");
        var obj = new JsonObject { ["kind"] = kind, ["apiVersion"] = apiVersion };
        Read(message, raw, obj, 0);
        return obj;
    }

    /// <summary>One message without an envelope.</summary>
    public static JsonNode? Message(string message, ReadOnlySpan<byte> data) => Message(message, data, 0);

    private static ReadOnlySpan<byte> Envelope(ReadOnlySpan<byte> data, out string apiVersion, out string kind)
    {
        (apiVersion, kind) = ("", "");
        ReadOnlySpan<byte> raw = [];
        var envelope = new ProtobufReader(data);
        while (envelope.Next() is > 0 and var number)
        {
            switch (number)
            {
                case 1:
                    var type = new ProtobufReader(envelope.Bytes());
                    while (type.Next() is > 0 and var part)
                    {
                        var text = Encoding.UTF8.GetString(type.Bytes());
                        (apiVersion, kind) = part == 1 ? (text, kind) : (apiVersion, text);
                    }

                    break;
                case 2:
                    raw = envelope.Bytes();
                    break;
                default:
                    envelope.Skip();
                    break;
            }
        }

        return raw;
    }

    private static JsonNode? Message(string message, ReadOnlySpan<byte> data, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new ProtobufException($"the protobuf data are nested more than {MaxDepth} levels deep");
        }

        if (WellKnownMessages.TryDecode(message, data, out var json))
        {
            return json;
        }

        var obj = new JsonObject();
        Read(message, data, obj, depth);
        return obj;
    }

    private static void Read(string message, ReadOnlySpan<byte> data, JsonObject obj, int depth)
    {
        var fields = ProtobufMessages.Fields(message);
        var reader = new ProtobufReader(data);
        while (reader.Next() is > 0 and var number)
        {
            if (!fields.TryGetValue(number, out var field))
            {
                reader.Skip();
            }
            else if (field.IsInline)
            {
                Read(field.Type, reader.Bytes(), obj, depth + 1);
            }
            else if (field.IsMap)
            {
                ReadEntry(field.Type, reader.Bytes(), Member(obj, field.JsonName, static () => new JsonObject()), depth);
            }
            else if (field.IsRepeated)
            {
                Member(obj, field.JsonName, static () => new JsonArray()).Add(Value(field.Type, ref reader, depth));
            }
            else if (Value(field.Type, ref reader, depth) is { } value && (field.KeepsZero || !IsZero(value)))
            {
                obj[field.JsonName] = value;
            }
        }
    }

    private static void ReadEntry(string type, ReadOnlySpan<byte> data, JsonObject map, int depth)
    {
        var key = "";
        JsonNode? value = ProtobufMessages.IsMessage(type) ? new JsonObject() : "";
        var entry = new ProtobufReader(data);
        while (entry.Next() is > 0 and var number)
        {
            if (number == 1)
            {
                key = Encoding.UTF8.GetString(entry.Bytes());
            }
            else
            {
                value = Value(type, ref entry, depth);
            }
        }

        map[key] = value;
    }

    private static JsonNode? Value(string type, ref ProtobufReader reader, int depth) => type switch
    {
        "string" => Encoding.UTF8.GetString(reader.Bytes()),
        "bytes" => Convert.ToBase64String(reader.Bytes()),
        "bool" => reader.Integer() != 0,
        "int32" => (int)reader.Integer(),
        "int64" => reader.Integer(),
        "double" => reader.Double(),
        _ => Message(type, reader.Bytes(), depth + 1),
    };

    private static bool IsZero(JsonNode value) => value is JsonValue scalar && (
        (scalar.TryGetValue(out string? text) && text.Length == 0)
        || (scalar.TryGetValue(out bool flag) && !flag)
        || (scalar.TryGetValue(out int number) && number == 0)
        || (scalar.TryGetValue(out long large) && large == 0));

    private static T Member<T>(JsonObject obj, string name, Func<T> create)
        where T : JsonNode
    {
        if (obj[name] is not T member)
        {
            obj[name] = member = create();
        }

        return member;
    }
}
