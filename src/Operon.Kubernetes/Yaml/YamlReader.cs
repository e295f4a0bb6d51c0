using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Operon.Kubernetes;

/// <summary>Parser events to JSON nodes; anchors keep a node whose copy each alias gets.</summary>
internal sealed class YamlReader(IParser parser)
{
    // Aliases of aliases grow exponentially; no manifest comes near this.
    private const int LargestExpansion = 100_000;
    private readonly Dictionary<string, JsonNode?> _anchors = [];
    private int _expanded;

    public List<JsonNode> Documents()
    {
        var documents = new List<JsonNode>();
        parser.Consume<StreamStart>();
        while (!parser.Accept<StreamEnd>(out _))
        {
            parser.Consume<DocumentStart>();
            _anchors.Clear();
            if (Node() is { } document)
            {
                documents.Add(document);
            }

            parser.Consume<DocumentEnd>();
        }

        return documents;
    }

    private JsonNode? Node()
    {
        if (parser.TryConsume<AnchorAlias>(out var alias))
        {
            return Expand(alias);
        }

        if (parser.TryConsume<Scalar>(out var scalar))
        {
            return Anchored(scalar, YamlScalar.Read(scalar));
        }

        if (parser.TryConsume<SequenceStart>(out var sequence))
        {
            var array = new JsonArray();
            while (!parser.TryConsume<SequenceEnd>(out _))
            {
                array.Add(Node());
            }

            return Anchored(sequence, array);
        }

        var mapping = parser.Consume<MappingStart>();
        return Anchored(mapping, Mapping());
    }

    private JsonNode? Anchored(NodeEvent start, JsonNode? node)
    {
        if (!start.Anchor.IsEmpty)
        {
            _anchors[start.Anchor.Value] = node?.DeepClone();
        }

        return node;
    }

    private JsonObject Mapping()
    {
        var result = new JsonObject();
        List<JsonObject>? merged = null;
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (!parser.TryConsume<Scalar>(out var key))
            {
                var current = parser.Current!;
                throw new YamlException(current.Start, current.End, "a key must be a plain value");
            }

            if (key is { Value: "<<", Style: ScalarStyle.Plain })
            {
                (merged ??= []).AddRange(Merges(key));
                continue;
            }

            if (result.ContainsKey(key.Value))
            {
                throw new YamlException(key.Start, key.End, $"key '{key.Value}' is given twice");
            }

            result.Add(key.Value, Node());
        }

        foreach (var (name, value) in merged?.SelectMany(pairs => pairs) ?? [])
        {
            if (!result.ContainsKey(name))
            {
                result.Add(name, value?.DeepClone());
            }
        }

        return result;
    }

    private IEnumerable<JsonObject> Merges(Scalar key) => Node() switch
    {
        JsonObject one => [one],
        JsonArray many when many.All(item => item is JsonObject) => many.Select(item => item!.AsObject()),
        _ => throw new YamlException(key.Start, key.End, "the merge key << needs a mapping or a list of mappings"),
    };

    private JsonNode? Expand(AnchorAlias alias)
    {
        if (!_anchors.TryGetValue(alias.Value.Value, out var node))
        {
            throw new YamlException(alias.Start, alias.End, $"anchor '{alias.Value.Value}' is not defined");
        }

        _expanded += Size(node);
        return _expanded <= LargestExpansion ? node?.DeepClone() : throw new YamlException(alias.Start, alias.End, "aliases expand to too many nodes");
    }

    private static int Size(JsonNode? node) => node switch
    {
        JsonObject json => 1 + json.Sum(pair => Size(pair.Value)),
        JsonArray array => 1 + array.Sum(Size),
        _ => 1,
    };
}
