using System.Text.Json.Nodes;
using Operon.Kubernetes;
using YamlDotNet.RepresentationModel;

namespace Operon.Cli.Scaffolding;

/// <summary>Adds items to a list at the top of a YAML document. The place is found in the tree, and the rest of the text, comments included, stays as it is.</summary>
internal static class YamlList
{
    /// <summary>The text with <paramref name="item"/> at the end of the list <paramref name="field"/>, which is made when missing; unchanged when the item is there.</summary>
    public static string Append(string? text, string field, JsonNode item)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return $"{field}:\n{Item(item, "")}";
        }

        var document = Yaml.ToJson(text) is [JsonObject first, ..] ? first : null;
        if (document?[field] is JsonArray present && present.Any(one => JsonNode.DeepEquals(one, item)))
        {
            return text;
        }

        var lines = text.TrimEnd('\n').Split('\n').ToList();
        var tree = new YamlStream();
        tree.Load(new StringReader(text));
        var root = (YamlMappingNode)tree.Documents[0].RootNode;
        var entry = root.Children.FirstOrDefault(child => child.Key is YamlScalarNode { Value: var key } && key == field);
        switch (entry.Value)
        {
            case null:
                lines.Add($"{field}:");
                lines.Add(Item(item, "").TrimEnd('\n'));
                break;
            case YamlSequenceNode { Style: not YamlDotNet.Core.Events.SequenceStyle.Flow, Children.Count: > 0 } list:
                var last = list.Children[^1];
                var indent = new string(' ', IndentOf(lines, (int)last.Start.Line - 1));
                lines.Insert(EndOf(lines, (int)last.Start.Line, LineAfter(root, entry.Key, lines.Count), indent.Length), Item(item, indent).TrimEnd('\n'));
                break;
            default:
                // An empty or flow list is written anew, as a block.
                var items = document![field] as JsonArray ?? [];
                var start = (int)entry.Key.Start.Line - 1;
                lines.RemoveRange(start, EndOf(lines, start + 1, LineAfter(root, entry.Key, lines.Count), 0) - start);
                lines.Insert(start, $"{field}:\n{string.Concat(items.Select(one => Item(one, "")))}{Item(item, "")}".TrimEnd('\n'));
                break;
        }

        return string.Join('\n', lines) + "\n";
    }

    /// <summary>The text without <paramref name="item"/> in the list <paramref name="field"/>; unchanged when it is not there.</summary>
    public static string? Remove(string? text, string field, JsonNode item)
    {
        if (string.IsNullOrWhiteSpace(text)
            || Yaml.ToJson(text) is not [JsonObject document, ..]
            || document[field] is not JsonArray items
            || items.ToList().FindIndex(one => JsonNode.DeepEquals(one, item)) is not (>= 0 and var index))
        {
            return text;
        }

        var tree = new YamlStream();
        tree.Load(new StringReader(text));
        var root = (YamlMappingNode)tree.Documents[0].RootNode;
        var (key, value) = root.Children.First(child => child.Key is YamlScalarNode { Value: var name } && name == field);
        var list = (YamlSequenceNode)value;
        var lines = text.TrimEnd('\n').Split('\n').ToList();
        var start = (int)list.Children[index].Start.Line - 1;
        if (list.Style == YamlDotNet.Core.Events.SequenceStyle.Flow)
        {
            throw new CommandException($"{field} is written as [...]; write it with one item in each line, so that items can be taken out.");
        }

        var limit = index + 1 < list.Children.Count ? (int)list.Children[index + 1].Start.Line - 1 : LineAfter(root, key, lines.Count);
        lines.RemoveRange(start, EndOf(lines, start + 1, limit, IndentOf(lines, start)) - start);
        if (items.Count == 1)
        {
            lines[(int)list.Start.Line - 2] = $"{field}: []";
        }

        return string.Join('\n', lines) + "\n";
    }

    /// <summary>Where the next field of the document begins: nothing of this one is there any more.</summary>
    private static int LineAfter(YamlMappingNode root, YamlNode key, int lineCount) =>
        root.Children.Keys.Select(one => (int)one.Start.Line - 1).Where(line => line > key.Start.Line - 1).DefaultIfEmpty(lineCount).Min();

    /// <summary>The index after the last line of what begins before <paramref name="from"/>; blank lines and comments before the limit belong to what follows.</summary>
    private static int EndOf(List<string> lines, int from, int limit, int indent)
    {
        var end = limit;
        while (end > from && (lines[end - 1].Trim().Length == 0 || (lines[end - 1].TrimStart().StartsWith('#') && IndentOf(lines, end - 1) <= indent)))
        {
            end--;
        }

        return end;
    }

    private static int IndentOf(List<string> lines, int line) => lines[line].Length - lines[line].TrimStart(' ').Length;

    private static string Item(JsonNode? item, string indent)
    {
        var lines = Yaml.FromJson(item!).TrimEnd('\n').Split('\n');
        return string.Concat(lines.Select((line, index) => $"{indent}{(index == 0 ? "- " : "  ")}{line}\n"));
    }
}
