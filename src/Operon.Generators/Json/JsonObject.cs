using System.Collections;
using System.Text;

namespace Operon.Generators;

/// <summary>An object whose keys are always in ordinal order, so that what is written does not depend on how it was made.</summary>
internal sealed class JsonObject : JsonNode, IEnumerable<KeyValuePair<string, JsonNode>>
{
    private readonly SortedDictionary<string, JsonNode> _members = new(StringComparer.Ordinal);

    public int Count => _members.Count;

    public IEnumerable<string> Keys => _members.Keys;

    /// <summary>The member, or null. Setting null removes it.</summary>
    public JsonNode? this[string key]
    {
        get => _members.TryGetValue(key, out var value) ? value : null;
        set
        {
            if (value is null)
            {
                _members.Remove(key);
            }
            else
            {
                _members[key] = value;
            }
        }
    }

    public void Add(string key, JsonNode value) => _members.Add(key, value);

    public bool Remove(string key) => _members.Remove(key);

    public bool ContainsKey(string key) => _members.ContainsKey(key);

    public JsonObject? Object(string key) => this[key] as JsonObject;

    public JsonArray? Array(string key) => this[key] as JsonArray;

    public string? Text(string key) => (this[key] as JsonText)?.Value;

    public bool IsTrue(string key) => this[key] is JsonBoolean { Value: true };

    public override JsonNode Clone()
    {
        var copy = new JsonObject();
        foreach (var member in _members)
        {
            copy.Add(member.Key, member.Value.Clone());
        }

        return copy;
    }

    public IEnumerator<KeyValuePair<string, JsonNode>> GetEnumerator() => _members.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal override void Write(StringBuilder text, int depth)
    {
        text.Append('{');
        var isFirst = true;
        foreach (var member in _members)
        {
            text.Append(isFirst ? "" : ",");
            isFirst = false;
            NewLine(text, depth < 0 ? depth : depth + 1);
            JsonText.Append(text, member.Key);
            text.Append(depth < 0 ? ":" : ": ");
            member.Value.Write(text, depth < 0 ? depth : depth + 1);
        }

        if (!isFirst)
        {
            NewLine(text, depth);
        }

        text.Append('}');
    }
}
