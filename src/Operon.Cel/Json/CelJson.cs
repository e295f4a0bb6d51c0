#if NET
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Operon.Cel;

/// <summary>JSON trees as CEL values, without copying them: a node is looked at when an expression does.</summary>
public static class CelJson
{
    /// <summary>
    /// The value of <paramref name="node"/> as <paramref name="type"/> declares it: strings of timestamps, durations and bytes are decoded, fields the type does not
    /// declare are not seen, a number of type <c>double</c> is one even without a fraction. Under <c>dyn</c> integers are <c>int</c>.
    /// </summary>
    public static CelValue ToValue(JsonNode? node, CelType type) => node switch
    {
        null => CelNull.Instance,
        JsonObject @object when type.Kind == CelKind.Object => new JsonFields(@object, type),
        JsonObject @object => new JsonEntries(@object, type.Kind == CelKind.Map ? type : DynamicMap),
        JsonArray array => new JsonElements(array, type.Kind == CelKind.List ? type : DynamicList),
        JsonValue value => Scalar(value, type),
        _ => CelNull.Instance,
    };

    private static readonly CelType DynamicMap = CelType.Map(CelType.String, CelType.Dyn);
    private static readonly CelType DynamicList = CelType.List(CelType.Dyn);

    /// <summary>A value as a JSON tree; numbers that JSON cannot write and types become strings.</summary>
    public static JsonNode? ToJson(CelValue value) => value switch
    {
        CelNull => null,
        CelBool b => JsonValue.Create(b.Value),
        CelInt i => JsonValue.Create(i.Value),
        CelUint u => JsonValue.Create(u.Value),
        CelDouble d when double.IsFinite(d.Value) => JsonValue.Create(d.Value),
        CelBytes b => JsonValue.Create(Convert.ToBase64String(b.Value)),
        CelList list => new JsonArray([.. list.Elements().Select(ToJson)]),
        CelMap map => new JsonObject(map.Keys.Select(k => new KeyValuePair<string, JsonNode?>(Formatting.Text(k), map.TryGet(k, out var v) ? ToJson(v) : null))),
        CelOptional o => o.Value is null ? null : ToJson(o.Value),
        _ => JsonValue.Create(Formatting.Text(value)),
    };

    private static CelValue Scalar(JsonValue value, CelType type)
    {
        switch (value.GetValueKind())
        {
            case JsonValueKind.True or JsonValueKind.False:
                return CelBool.Of(value.GetValue<bool>());
            case JsonValueKind.String:
                return Text(value.GetValue<string>(), type);
            case JsonValueKind.Number:
                return Number(value, type);
            default:
                return CelNull.Instance;
        }
    }

    private static CelValue Text(string text, CelType type)
    {
        switch (type.Kind)
        {
            case CelKind.Timestamp:
                return (CelValue?)TimeText.Timestamp(text)
                    ?? (DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date)
                        ? CelTimestamp.Of(date)
                        : new CelError($"failed to parse timestamp \"{text}\""));
            case CelKind.Duration:
                return TimeText.Duration(text) ?? (CelValue)new CelError($"failed to parse duration \"{text}\"");
            case CelKind.Bytes:
                var bytes = new byte[text.Length];
                return Convert.TryFromBase64String(text, bytes, out var length) ? new CelBytes(bytes[..length]) : new CelError("failed to decode base64");
            default:
                return new CelString(text);
        }
    }

    private static CelValue Number(JsonValue value, CelType type)
    {
        if (type.Kind == CelKind.Double)
        {
            return new CelDouble(AsDouble(value));
        }
        if (value.TryGetValue<long>(out var integer))
        {
            return CelInt.From(integer);
        }
        if (value.TryGetValue<int>(out var small))
        {
            return CelInt.From(small);
        }
        var number = AsDouble(value);
        return type.Kind == CelKind.Int && number == Math.Floor(number) && Math.Abs(number) < 9e18 ? CelInt.From((long)number) : new CelDouble(number);
    }

    private static double AsDouble(JsonValue value) =>
        value.TryGetValue<double>(out var number) ? number
        : value.TryGetValue<long>(out var integer) ? integer
        : double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture);
}
#endif
