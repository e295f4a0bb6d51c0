using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Operon.Runtime;

/// <summary>Comparisons of desired and actual trees.</summary>
internal static class DesiredJson
{
    /// <summary>A hash that does not depend on the order of members.</summary>
    public static string Hash(JsonNode tree) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sorted(tree)!.ToJsonString())))[..16];

    /// <summary>A hash of what controllers write: everything but status and the metadata that changes with each write.</summary>
    public static string ContentHash(JsonObject tree)
    {
        var content = tree.DeepClone().AsObject();
        content.Remove("status");
        var metadata = content["metadata"] as JsonObject;
        metadata?.Remove("resourceVersion");
        metadata?.Remove("generation");
        metadata?.Remove("managedFields");
        return Hash(content);
    }

    /// <summary>
    /// Whether <paramref name="actual"/> has all that <paramref name="desired"/> asks for; what it has beyond, such as defaults, does not matter. Items of
    /// lists of the same length compare by position, named items by name.
    /// </summary>
    public static bool IsWithin(JsonNode? desired, JsonNode? actual) => (desired, actual) switch
    {
        (null, _) => true,
        (JsonObject wanted, JsonObject found) => wanted.All(member => IsWithin(member.Value, found[member.Key])),
        (JsonArray wanted, JsonArray found) when wanted.Count == found.Count && wanted.Zip(found).All(pair => IsWithin(pair.First, pair.Second)) => true,
        (JsonArray wanted, JsonArray found) => wanted.Count > 0 && wanted.All(item => NameOf(item) is { } name && found.Any(other => NameOf(other) == name && IsWithin(item, other))),
        _ => JsonNode.DeepEquals(desired, actual),
    };

    private static string? NameOf(JsonNode? item) =>
        item is JsonObject named && named["name"] is JsonValue value && value.TryGetValue<string>(out var name) ? name : null;

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject tree => new JsonObject(tree.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, Sorted(member.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
