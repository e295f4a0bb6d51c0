using System.Text.Json.Nodes;

namespace Operon.ApiServer.Schemas;

/// <summary>Finds elements of a list by their key fields; in lists that are not of type <c>map</c> nothing is found.</summary>
internal sealed class KeyedElements
{
    private readonly Dictionary<string, JsonNode> _byKey = new(StringComparer.Ordinal);
    private readonly Schema _schema;

    public KeyedElements(JsonArray? elements, Schema schema)
    {
        _schema = schema;
        if (schema.ListType == ListType.Map)
        {
            foreach (var element in elements ?? [])
            {
                if (Key(element) is { } key)
                {
                    _byKey.TryAdd(key, element!);
                }
            }
        }
    }

    public JsonNode? Find(JsonNode? element) => _byKey.Count > 0 && Key(element) is { } key ? _byKey.GetValueOrDefault(key) : null;

    private string? Key(JsonNode? element)
    {
        if (element is not JsonObject fields)
        {
            return null;
        }
        var key = new JsonArray();
        foreach (var name in _schema.ListMapKeys)
        {
            if (fields[name] is not JsonValue value)
            {
                return null;
            }
            key.Add(value.DeepClone());
        }
        return JsonText.Canonical(key);
    }
}
