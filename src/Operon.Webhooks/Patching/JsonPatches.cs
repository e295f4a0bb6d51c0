using System.Globalization;
using System.Text.Json.Nodes;

namespace Operon.Webhooks;

/// <summary>RFC 6902 from two documents, and on one.</summary>
internal static class JsonPatches
{
    /// <summary>The operations that turn <paramref name="before"/> into <paramref name="after"/>; none when they are equal.</summary>
    public static JsonArray Difference(JsonNode before, JsonNode after)
    {
        var operations = new JsonArray();
        Compare("", before, after, operations);
        return operations;
    }

    /// <summary>The document after the operations; a new one. Throws <see cref="FormatException"/> for operations that do not fit.</summary>
    public static JsonNode? Apply(JsonNode document, JsonArray operations)
    {
        var target = new JsonPatchTarget(document.DeepClone());
        foreach (var operation in operations)
        {
            target.Apply(operation as JsonObject ?? throw new FormatException("an operation of a JSON patch must be an object"));
        }

        return target.Document;
    }

    private static void Compare(string path, JsonNode? before, JsonNode? after, JsonArray operations)
    {
        switch (before, after)
        {
            case (JsonObject left, JsonObject right):
                Compare(path, left, right, operations);
                break;
            case (JsonArray left, JsonArray right):
                Compare(path, left, right, operations);
                break;
            default:
                if (!JsonNode.DeepEquals(before, after))
                {
                    operations.Add((JsonNode)Operation("replace", path, after));
                }

                break;
        }
    }

    private static void Compare(string path, JsonObject before, JsonObject after, JsonArray operations)
    {
        foreach (var (name, _) in before)
        {
            if (!after.ContainsKey(name))
            {
                operations.Add((JsonNode)new JsonObject { ["op"] = "remove", ["path"] = $"{path}/{Escape(name)}" });
            }
        }

        foreach (var (name, value) in after)
        {
            var inner = $"{path}/{Escape(name)}";
            if (before.ContainsKey(name))
            {
                Compare(inner, before[name], value, operations);
            }
            else
            {
                operations.Add((JsonNode)Operation("add", inner, value));
            }
        }
    }

    private static void Compare(string path, JsonArray before, JsonArray after, JsonArray operations)
    {
        var start = 0;
        var shorter = Math.Min(before.Count, after.Count);
        while (start < shorter && JsonNode.DeepEquals(before[start], after[start]))
        {
            start++;
        }

        var end = 0;
        while (end < shorter - start && JsonNode.DeepEquals(before[^(end + 1)], after[^(end + 1)]))
        {
            end++;
        }

        var (old, changed) = (before.Count - end, after.Count - end);
        var both = Math.Min(old, changed);
        for (var i = start; i < both; i++)
        {
            Compare(Item(path, i), before[i], after[i], operations);
        }

        // From the end, so that the indexes before stay right.
        for (var i = old - 1; i >= both; i--)
        {
            operations.Add((JsonNode)new JsonObject { ["op"] = "remove", ["path"] = Item(path, i) });
        }

        for (var i = both; i < changed; i++)
        {
            operations.Add((JsonNode)Operation("add", Item(path, i), after[i]));
        }
    }

    private static JsonObject Operation(string operation, string path, JsonNode? value) => new() { ["op"] = operation, ["path"] = path, ["value"] = value?.DeepClone() };

    private static string Item(string path, int index) => string.Create(CultureInfo.InvariantCulture, $"{path}/{index}");

    internal static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
