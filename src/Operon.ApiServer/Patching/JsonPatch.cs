using System.Text.Json.Nodes;

namespace Operon.ApiServer.Patching;

/// <summary>JSON Patch (RFC 6902), <c>application/json-patch+json</c>.</summary>
internal static class JsonPatch
{
    public const int MaximumOperations = 10_000;

    private const int MaximumCopiedNodes = 300_000;

    /// <summary>Returns the patched document; neither argument is changed.</summary>
    public static JsonNode Apply(JsonNode document, JsonArray operations)
    {
        if (operations.Count > MaximumOperations)
        {
            throw PatchException.TooLarge(
                $"The allowed maximum operations in a JSON patch is {MaximumOperations}, got {operations.Count}");
        }
        JsonNode? result = document.DeepClone();
        var copied = 0;
        foreach (var operation in operations)
        {
            result = ApplyOne(
                result,
                operation as JsonObject ?? throw PatchException.BadRequest("every operation of a JSON patch must be an object"),
                ref copied);
        }
        return result ?? throw PatchException.Invalid("the JSON patch removes the whole object; use DELETE instead");
    }

    private static JsonNode? ApplyOne(JsonNode? document, JsonObject operation, ref int copied)
    {
        var path = JsonPointer.Parse(Text(operation, "path"));
        switch (Text(operation, "op"))
        {
            case "add":
                return path.Add(document, Value(operation));
            case "remove":
                return path.Remove(document, "remove");
            case "replace":
                return path.Replace(document, Value(operation));
            case "move":
                var from = JsonPointer.Parse(Text(operation, "from"));
                if (from.IsProperPrefixOf(path))
                {
                    throw PatchException.Invalid("move operation does not apply: a value cannot move into itself");
                }
                var moved = from.Get(document, "move")?.DeepClone();
                return path.Add(from.Remove(document, "move"), moved);
            case "copy":
                var source = JsonPointer.Parse(Text(operation, "from")).Get(document, "copy")?.DeepClone();
                copied += Size(source);
                if (copied > MaximumCopiedNodes)
                {
                    throw PatchException.TooLarge("the copy operations of the JSON patch grow the object beyond its limit");
                }
                return path.Add(document, source);
            case "test":
                if (!JsonNode.DeepEquals(path.Get(document, "test"), Value(operation)))
                {
                    throw PatchException.Invalid($"testing value {Text(operation, "path")} failed: test failed");
                }
                return document;
            case var unknown:
                throw PatchException.BadRequest($"unexpected kind of JSON patch operation: \"{unknown}\"");
        }
    }

    private static string Text(JsonObject operation, string name) =>
        operation[name] is JsonValue value && value.TryGetValue(out string? text)
            ? text
            : throw PatchException.BadRequest($"a JSON patch operation lacks \"{name}\": {operation.ToJsonString()}");

    private static JsonNode? Value(JsonObject operation) =>
        operation.TryGetPropertyValue("value", out var value)
            ? value?.DeepClone()
            : throw PatchException.BadRequest($"a JSON patch operation lacks \"value\": {operation.ToJsonString()}");

    private static int Size(JsonNode? node) => node switch
    {
        JsonObject map => 1 + map.Sum(member => Size(member.Value)),
        JsonArray array => 1 + array.Sum(Size),
        _ => 1,
    };
}
