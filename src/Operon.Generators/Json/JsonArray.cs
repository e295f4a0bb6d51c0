using System.Collections;
using System.Text;

namespace Operon.Generators;

internal sealed class JsonArray : JsonNode, IEnumerable<JsonNode>
{
    private readonly List<JsonNode> _items = [];

    public JsonArray()
    {
    }

    public JsonArray(IEnumerable<JsonNode> items) => _items.AddRange(items);

    public JsonArray(IEnumerable<string> items) => _items.AddRange(items.Select(item => (JsonNode)item));

    public int Count => _items.Count;

    /// <summary>The texts among the items.</summary>
    public IEnumerable<string> Texts => _items.OfType<JsonText>().Select(item => item.Value);

    public JsonNode this[int index] => _items[index];

    public void Add(JsonNode item) => _items.Add(item);

    public override JsonNode Clone() => new JsonArray(_items.Select(item => item.Clone()));

    public IEnumerator<JsonNode> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal override void Write(StringBuilder text, int depth)
    {
        text.Append('[');
        for (var index = 0; index < _items.Count; index++)
        {
            text.Append(index == 0 ? "" : ",");
            NewLine(text, depth < 0 ? depth : depth + 1);
            _items[index].Write(text, depth < 0 ? depth : depth + 1);
        }

        if (_items.Count > 0)
        {
            NewLine(text, depth);
        }

        text.Append(']');
    }
}
