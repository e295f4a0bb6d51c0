using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Operon.ApiServer.Protobuf;

/// <summary>The messages whose JSON is not an object with their fields as members.</summary>
internal static class WellKnownMessages
{
    private const string Meta = "k8s.io.apimachinery.pkg.apis.meta.v1.";
    private const string Extensions = "k8s.io.apiextensions_apiserver.pkg.apis.apiextensions.v1.";
    private const long NanosecondsPerTick = 100;

    /// <summary>The JSON of the message; false when it has no form of its own.</summary>
    public static bool TryDecode(string message, ReadOnlySpan<byte> data, out JsonNode? json)
    {
        (var known, json) = message switch
        {
            Meta + "Time" or Meta + "Timestamp" => (true, Time(data, "yyyy-MM-dd'T'HH:mm:ss'Z'")),
            Meta + "MicroTime" => (true, Time(data, "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'")),
            Meta + "Duration" => (true, Duration(data)),
            Meta + "FieldsV1" or "k8s.io.apimachinery.pkg.runtime.RawExtension" or Extensions + "JSON" => (true, Raw(data)),
            Meta + "Verbs" => (true, Texts(data)),
            "k8s.io.apimachinery.pkg.api.resource.Quantity" => (true, Text(data) is { Length: > 0 } quantity ? quantity : "0"),
            "k8s.io.apimachinery.pkg.util.intstr.IntOrString" => (true, IntegerOrText(data)),
            Extensions + "JSONSchemaPropsOrArray" => (true, SchemaOrList(data)),
            Extensions + "JSONSchemaPropsOrBool" => (true, SchemaOrFlag(data)),
            Extensions + "JSONSchemaPropsOrStringArray" => (true, SchemaOrTexts(data)),
            _ when message.EndsWith(".ExtraValue", StringComparison.Ordinal) => (true, Texts(data)),
            _ => (false, (JsonNode?)null),
        };
        return known;
    }

    private static JsonNode? Time(ReadOnlySpan<byte> data, string format)
    {
        var (seconds, nanoseconds) = (0L, 0L);
        var reader = new ProtobufReader(data);
        while (reader.Next() is > 0 and var number)
        {
            switch (number)
            {
                case 1:
                    seconds = reader.Integer();
                    break;
                case 2:
                    nanoseconds = reader.Integer();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        // The zero time is what a client has that set none.
        return seconds == 0 && nanoseconds == 0
            ? null
            : DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(nanoseconds / NanosecondsPerTick).ToString(format, CultureInfo.InvariantCulture);
    }

    // The text form of the language the clients are written in: 1h0m3.5s.
    private static JsonValue Duration(ReadOnlySpan<byte> data)
    {
        var reader = new ProtobufReader(data);
        var nanoseconds = reader.Next() == 1 ? reader.Integer() : 0;
        var time = TimeSpan.FromTicks(Math.Abs(nanoseconds) / NanosecondsPerTick);
        var seconds = time.Seconds + ((decimal)(Math.Abs(nanoseconds) % 1_000_000_000) / 1_000_000_000);
        var text = new StringBuilder(nanoseconds < 0 ? "-" : "");
        if (time.TotalHours >= 1)
        {
            text.Append(CultureInfo.InvariantCulture, $"{(long)time.TotalHours}h");
        }

        if (time.TotalMinutes >= 1)
        {
            text.Append(CultureInfo.InvariantCulture, $"{time.Minutes}m");
        }

        return JsonValue.Create(text.Append(CultureInfo.InvariantCulture, $"{seconds:0.#########}s").ToString());
    }

    private static JsonNode? Raw(ReadOnlySpan<byte> data)
    {
        var reader = new ProtobufReader(data);
        if (reader.Next() != 1 || reader.Bytes() is not { IsEmpty: false } raw)
        {
            return null;
        }

        try
        {
            return JsonNode.Parse(raw);
        }
        catch (JsonException error)
        {
            throw new ProtobufException($"the protobuf data hold raw JSON that cannot be read: {error.Message}");
        }
    }

    private static string Text(ReadOnlySpan<byte> data)
    {
        var reader = new ProtobufReader(data);
        return reader.Next() == 1 ? Encoding.UTF8.GetString(reader.Bytes()) : "";
    }

    private static JsonArray Texts(ReadOnlySpan<byte> data)
    {
        var texts = new JsonArray();
        var reader = new ProtobufReader(data);
        while (reader.Next() > 0)
        {
            texts.Add((JsonNode)Encoding.UTF8.GetString(reader.Bytes()));
        }

        return texts;
    }

    private static JsonNode IntegerOrText(ReadOnlySpan<byte> data)
    {
        var (isText, integer, text) = (false, 0L, "");
        var reader = new ProtobufReader(data);
        while (reader.Next() is > 0 and var number)
        {
            switch (number)
            {
                case 1:
                    isText = reader.Integer() == 1;
                    break;
                case 2:
                    integer = (int)reader.Integer();
                    break;
                case 3:
                    text = Encoding.UTF8.GetString(reader.Bytes());
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return isText ? text : integer;
    }

    private static JsonNode? SchemaOrList(ReadOnlySpan<byte> data)
    {
        JsonNode? schema = null;
        var list = new JsonArray();
        var reader = new ProtobufReader(data);
        while (reader.Next() is > 0 and var number)
        {
            if (number == 1)
            {
                schema = Schema(reader.Bytes());
            }
            else
            {
                list.Add(Schema(reader.Bytes()));
            }
        }

        return list.Count > 0 ? list : schema;
    }

    private static JsonNode SchemaOrFlag(ReadOnlySpan<byte> data)
    {
        JsonNode? schema = null;
        var allows = false;
        var reader = new ProtobufReader(data);
        while (reader.Next() is > 0 and var number)
        {
            if (number == 1)
            {
                allows = reader.Integer() != 0;
            }
            else
            {
                schema = Schema(reader.Bytes());
            }
        }

        return schema ?? allows;
    }

    private static JsonNode? SchemaOrTexts(ReadOnlySpan<byte> data)
    {
        JsonNode? schema = null;
        var texts = new JsonArray();
        var reader = new ProtobufReader(data);
        while (reader.Next() is > 0 and var number)
        {
            if (number == 1)
            {
                schema = Schema(reader.Bytes());
            }
            else
            {
                texts.Add((JsonNode)Encoding.UTF8.GetString(reader.Bytes()));
            }
        }

        return texts.Count > 0 ? texts : schema;
    }

    private static JsonNode? Schema(ReadOnlySpan<byte> data) => ProtobufDecoder.Message(Extensions + "JSONSchemaProps", data);
}
