using System.Globalization;
using System.Text.Json.Nodes;

namespace Operon.ApiServer.Resources.Strategies;

/// <summary>Reading and completing object trees. A null member counts as an absent one, as in the typed objects of the real server.</summary>
internal static class JsonTree
{
    public static JsonObject? Map(this JsonObject? node, string name) => node?[name] as JsonObject;

    public static JsonArray? List(this JsonObject? node, string name) => node?[name] as JsonArray;

    /// <summary>The elements of a list member that are objects; empty when the member is absent.</summary>
    public static IEnumerable<JsonObject> Maps(this JsonObject? node, string name) => node.List(name)?.OfType<JsonObject>() ?? [];

    /// <summary>The elements of a list member that are strings; empty when the member is absent.</summary>
    public static IEnumerable<string> Texts(this JsonObject? node, string name) => node.List(name)?.Select(AsText).OfType<string>() ?? [];

    public static string? Text(this JsonObject? node, string name) => node?[name].AsText();

    public static long? Number(this JsonObject? node, string name) => node?[name].AsNumber();

    public static bool Flag(this JsonObject? node, string name) => node?[name] is JsonValue value && value.TryGetValue(out bool flag) && flag;

    public static bool Has(this JsonObject? node, string name) => node?[name] is not null;

    public static string? AsText(this JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    public static long? AsNumber(this JsonNode? node) =>
        node is JsonValue value && long.TryParse(value.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    /// <summary>The map at <paramref name="name"/>, made when absent. A value of another type stays for validation to report.</summary>
    public static JsonObject EnsureMap(this JsonObject node, string name)
    {
        if (node[name] is null)
        {
            node[name] = new JsonObject();
        }
        return node[name] as JsonObject ?? [];
    }

    public static void SetDefault(this JsonObject node, string name, string value)
    {
        if (node[name] is null)
        {
            node[name] = value;
        }
    }

    public static void SetDefault(this JsonObject node, string name, long value)
    {
        if (node[name] is null)
        {
            node[name] = value;
        }
    }

    public static void SetDefault(this JsonObject node, string name, bool value)
    {
        if (node[name] is null)
        {
            node[name] = value;
        }
    }

    /// <summary>As <see cref="SetDefault(JsonObject,string,string)"/>; the empty string counts as absent too.</summary>
    public static void SetDefaultText(this JsonObject node, string name, string value)
    {
        if (node[name] is null || node.Text(name)?.Length == 0)
        {
            node[name] = value;
        }
    }

    /// <summary>Makes a member equal to the other tree's, absence included.</summary>
    public static void TakeFrom(this JsonObject node, JsonObject? source, string name)
    {
        if (source?[name] is { } value)
        {
            node[name] = value.DeepClone();
        }
        else
        {
            node.Remove(name);
        }
    }

    /// <summary>The value at a dotted path such as <c>spec.replicas</c>; a leading dot is allowed.</summary>
    public static JsonNode? At(this JsonObject node, string path)
    {
        JsonNode? current = node;
        foreach (var name in path.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            current = (current as JsonObject)?[name];
        }
        return current;
    }

    /// <summary>Equal in meaning: null members and empty lists are the same as absent ones.</summary>
    public static bool Same(JsonNode? left, JsonNode? right)
    {
        switch (left, right)
        {
            case (JsonObject a, JsonObject b):
                return a.All(member => Same(member.Value, b[member.Key]))
                    && b.All(member => a.ContainsKey(member.Key) || Same(null, member.Value));
            case (JsonArray a, JsonArray b):
                return a.Count == b.Count && a.Zip(b).All(pair => Same(pair.First, pair.Second));
            case (null, JsonArray { Count: 0 }) or (JsonArray { Count: 0 }, null):
                return true;
            default:
                return JsonNode.DeepEquals(left, right);
        }
    }
}
