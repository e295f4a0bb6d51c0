using System.Text.Json.Nodes;

namespace Operon.ApiServer.Patching;

/// <summary>
/// The order of a merged list: elements the patch names follow the patch, the others follow the live list, and where both orders
/// leave a choice the patch's elements come first.
/// </summary>
internal sealed class ElementOrder(string? mergeKey)
{
    public JsonArray Arrange(IEnumerable<JsonNode?> merged, IEnumerable<JsonNode?> patchOrder, JsonArray liveOrder)
    {
        var patchKeys = Keys(patchOrder);
        var liveKeys = Keys(liveOrder);
        var elements = merged.Select(element => (Key: Key(element), Element: element)).ToList();
        if (mergeKey is null)
        {
            elements = [.. elements.DistinctBy(element => element.Key)];
        }
        var patched = new Queue<(string Key, JsonNode? Element)>(
            elements.Where(element => patchKeys.ContainsKey(element.Key)).OrderBy(element => patchKeys[element.Key]));
        var others = new Queue<(string Key, JsonNode? Element)>(
            elements.Where(element => !patchKeys.ContainsKey(element.Key)).OrderBy(element => liveKeys.GetValueOrDefault(element.Key, int.MaxValue)));
        var result = new JsonArray();
        while (patched.Count + others.Count > 0)
        {
            var source = patched.Count == 0 ? others : others.Count == 0 ? patched : Precedes(others.Peek().Key, patched.Peek().Key) ? others : patched;
            result.Add(source.Dequeue().Element?.DeepClone());
        }
        return result;

        bool Precedes(string other, string patch) =>
            liveKeys.TryGetValue(other, out var otherIndex) && liveKeys.TryGetValue(patch, out var patchIndex) && otherIndex < patchIndex;
    }

    private Dictionary<string, int> Keys(IEnumerable<JsonNode?> elements)
    {
        var keys = new Dictionary<string, int>(StringComparer.Ordinal);
        var index = 0;
        foreach (var element in elements)
        {
            keys.TryAdd(Key(element), index++);
        }
        return keys;
    }

    private string Key(JsonNode? element) =>
        (mergeKey is not null && element is JsonObject map ? map[mergeKey] : element)?.ToJsonString() ?? "null";
}
