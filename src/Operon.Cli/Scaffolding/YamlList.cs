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
                lines.Insert(EndOf(last), Item(item, indent).TrimEnd('\n'));
                break;
            default:
                // An empty or flow list is written anew, as a block.
                var items = document![field] as JsonArray ?? [];
                var start = (int)entry.Key.Start.Line - 1;
                var end = Math.Max((int)entry.Value.End.Line - 1, start);
                lines.RemoveRange(start, end - start + 1);
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
        var list = (YamlSequenceNode)((YamlMappingNode)tree.Documents[0].RootNode).Children[new YamlScalarNode(field)];
        var lines = text.TrimEnd('\n').Split('\n').ToList();
        var start = (int)list.Children[index].Start.Line - 1;
        if (list.Style == YamlDotNet.Core.Events.SequenceStyle.Flow)
        {
            throw new CommandException($"{field} is written as [...]; write it with one item in each line, so that items can be taken out.");
        }

        lines.RemoveRange(start, EndOf(list.Children[index]) - start);
        if (items.Count == 1)
        {
            lines[(int)list.Start.Line - 2] = $"{field}: []";
        }

        return string.Join('\n', lines) + "\n";
    }

    /// <summary>Number of the line after the last of a node.</summary>
    private static int EndOf(YamlNode node) => node switch
    {
        YamlMappingNode { Children.Count: > 0, Style: not YamlDotNet.Core.Events.MappingStyle.Flow } mapping => EndOf(mapping.Children.Last().Value),
        YamlSequenceNode { Children.Count: > 0, Style: not YamlDotNet.Core.Events.SequenceStyle.Flow } sequence => EndOf(sequence.Children[^1]),
        YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Literal or YamlDotNet.Core.ScalarStyle.Folded } scalar => (int)scalar.End.Line - 1,
        _ => (int)node.End.Line,
    };

    private static int IndentOf(List<string> lines, int line) => lines[line].Length - lines[line].TrimStart(' ').Length;

    private static string Item(JsonNode? item, string indent)
    {
        var lines = Yaml.FromJson(item!).TrimEnd('\n').Split('\n');
        return string.Concat(lines.Select((line, index) => $"{indent}{(index == 0 ? "- " : "  ")}{line}\n"));
    }
}
