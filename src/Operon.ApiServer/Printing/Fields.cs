using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Operon.ApiServer.Printing;

/// <summary>Reads fields of objects that may lack them; stored objects may be of any shape.</summary>
internal static class Fields
{
    public static JsonNode? At(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            node = (node as JsonObject)?[name];
        }
        return node;
    }

    /// <summary>The string there, or "".</summary>
    public static string Text(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : "";

    /// <summary>The integer there, or null.</summary>
    public static long? Number(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.GetValueKind() == JsonValueKind.Number
        && long.TryParse(value.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    public static bool IsTrue(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.GetValueKind() == JsonValueKind.True;

    public static bool Has(this JsonNode? node, params ReadOnlySpan<string> path) => node.At(path) is not null;

    /// <summary>The array there, or an empty one.</summary>
    public static JsonArray List(this JsonNode? node, params ReadOnlySpan<string> path) => node.At(path) as JsonArray ?? [];

    /// <summary>The object there, or an empty one.</summary>
    public static JsonObject Map(this JsonNode? node, params ReadOnlySpan<string> path) => node.At(path) as JsonObject ?? [];

    /// <summary>The time there, or null.</summary>
    public static DateTimeOffset? Time(this JsonNode? node, params ReadOnlySpan<string> path) =>
        DateTimeOffset.TryParse(node.Text(path), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    /// <summary>A scalar as text (strings unquoted), for int-or-string and quantities; "" when absent.</summary>
    public static string Scalar(this JsonNode? node, params ReadOnlySpan<string> path) => node.At(path) switch
    {
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        JsonValue value => value.ToJsonString(),
        _ => "",
    };

    /// <summary>The condition of a type, or null.</summary>
    public static JsonNode? Condition(this JsonNode? node, string type) =>
        node.List("status", "conditions").FirstOrDefault(condition => condition.Text("type") == type);

    public static string OrNone(this string text) => text.Length == 0 ? "<none>" : text;

    /// <summary><c>a=b,c=d</c>, sorted; &lt;none&gt; when empty.</summary>
    public static string Labels(JsonObject labels) =>
        string.Join(',', labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value.Scalar()}")).OrNone();

    /// <summary>A metav1.LabelSelector in kubectl's form.</summary>
    public static string Selector(JsonNode? selector)
    {
        var parts = selector.Map("matchLabels").OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value.Scalar()}").ToList();
        foreach (var expression in selector.List("matchExpressions"))
        {
            var values = string.Join(',', expression.List("values").Select(value => value.Scalar()));
            parts.Add(expression.Text("operator") switch
            {
                "In" => $"{expression.Text("key")} in ({values})",
                "NotIn" => $"{expression.Text("key")} notin ({values})",
                "Exists" => expression.Text("key"),
                "DoesNotExist" => $"!{expression.Text("key")}",
                _ => "",
            });
        }
        return string.Join(',', parts).OrNone();
    }
}
