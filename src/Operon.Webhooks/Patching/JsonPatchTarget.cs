using System.Globalization;
using System.Text.Json.Nodes;

namespace Operon.Webhooks;

/// <summary>A document under the operations of RFC 6902. Throws <see cref="FormatException"/> that names the operation and its path.</summary>
internal sealed class JsonPatchTarget(JsonNode? document)
{
    public JsonNode? Document { get; private set; } = document;

    public void Apply(JsonObject operation)
    {
        var path = (string?)operation["path"] ?? throw Unfit(operation, "it has no path");
        switch ((string?)operation["op"])
        {
            case "add":
                Add(operation, path, operation["value"]?.DeepClone());
                break;
            case "remove":
                Remove(operation, path);
                break;
            case "replace":
                Find(operation, path);
                Replace(operation, path, operation["value"]?.DeepClone());
                break;
            case "copy":
                Add(operation, path, Find(operation, From(operation))?.DeepClone());
                break;
            case "move":
                var moved = Find(operation, From(operation))?.DeepClone();
                Remove(operation, From(operation));
                Add(operation, path, moved);
                break;
            case "test":
                if (!JsonNode.DeepEquals(Find(operation, path), operation["value"]))
                {
                    throw Unfit(operation, "the value there is another");
                }

                break;
            default:
                throw Unfit(operation, "there is no such operation");
        }
    }

    private static string From(JsonObject operation) => (string?)operation["from"] ?? throw Unfit(operation, "it has no from");

    private void Add(JsonObject operation, string path, JsonNode? value)
    {
        if (path.Length == 0)
        {
            Document = value;
            return;
        }

        switch (Parent(operation, path, out var last))
        {
            case JsonObject parent:
                parent[last] = value;
                break;
            case JsonArray parent:
                parent.Insert(last == "-" ? parent.Count : Index(operation, last, parent.Count), value);
                break;
            default:
                throw Unfit(operation, "there is nothing to add to");
        }
    }

    private void Replace(JsonObject operation, string path, JsonNode? value)
    {
        if (path.Length == 0)
        {
            Document = value;
        }
        else if (Parent(operation, path, out var last) is JsonArray items)
        {
            items[Index(operation, last, items.Count - 1)] = value;
        }
        else
        {
            Parent(operation, path, out _)![last] = value;
        }
    }

    private void Remove(JsonObject operation, string path)
    {
        Find(operation, path);
        switch (Parent(operation, path, out var last))
        {
            case JsonObject parent:
                parent.Remove(last);
                break;
            case JsonArray parent:
                parent.RemoveAt(Index(operation, last, parent.Count - 1));
                break;
            default:
                throw Unfit(operation, "the whole document cannot be removed");
        }
    }

    private JsonNode? Parent(JsonObject operation, string path, out string last)
    {
        var cut = path.LastIndexOf('/');
        last = cut < 0 ? "" : Unescape(path[(cut + 1)..]);
        return cut < 0 ? null : Find(operation, path[..cut]);
    }

    private JsonNode? Find(JsonObject operation, string path)
    {
        var current = Document;
        foreach (var part in path.Split('/').Skip(1).Select(Unescape))
        {
            current = current switch
            {
                JsonObject node when node.ContainsKey(part) => node[part],
                JsonArray items => items[Index(operation, part, items.Count - 1)],
                _ => throw Unfit(operation, $"there is no {part}"),
            };
        }

        return current;
    }

    private static int Index(JsonObject operation, string text, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index <= most ? index : throw Unfit(operation, $"there is no item {text}");

    private static string Unescape(string part) => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);

    private static FormatException Unfit(JsonObject operation, string why) => new($"the JSON patch operation {operation["op"]} {operation["path"]} does not fit: {why}");
}
