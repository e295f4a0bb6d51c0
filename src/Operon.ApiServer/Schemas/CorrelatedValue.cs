using System.Text.Json.Nodes;

namespace Operon.ApiServer.Schemas;

/// <summary>
/// A value of an update beside the value it replaces. What did not change may stay although newer rules of the schema forbid it (KEP-4008). Fields are
/// told by name and elements of lists of type <c>map</c> by their keys; other lists have to be equal as a whole.
/// </summary>
internal sealed class CorrelatedValue(JsonNode? value, JsonNode? old, Schema? schema)
{
    private Dictionary<string, CorrelatedValue?>? _fields;
    private KeyedElements? _elements;
    private bool? _isUnchanged;

    public bool IsUnchanged => _isUnchanged ??= Compare();

    /// <summary>Null when one of them lacks the field.</summary>
    public CorrelatedValue? Key(string name)
    {
        _fields ??= new(StringComparer.Ordinal);
        if (!_fields.TryGetValue(name, out var field))
        {
            field = value is JsonObject now && old is JsonObject before && now.TryGetPropertyValue(name, out var current) && before.TryGetPropertyValue(name, out var replaced)
                ? new CorrelatedValue(current, replaced, schema?.Properties.GetValueOrDefault(name) ?? schema?.AdditionalProperties)
                : null;
            _fields[name] = field;
        }
        return field;
    }

    /// <summary>Null when no element of the old list has the keys of this one.</summary>
    public CorrelatedValue? Index(int index)
    {
        if (value is not JsonArray elements || old is not JsonArray before || schema is not { ListType: ListType.Map })
        {
            return null;
        }
        _elements ??= new KeyedElements(before, schema);
        return _elements.Find(elements[index]) is { } replaced ? new CorrelatedValue(elements[index], replaced, schema.Items) : null;
    }

    private bool Compare() => (value, old) switch
    {
        (JsonArray now, JsonArray before) when schema is { ListType: ListType.Map } =>
            now.Count == before.Count && Enumerable.Range(0, now.Count).All(i => Index(i) is { IsUnchanged: true }),
        (JsonObject now, JsonObject before) => now.Count == before.Count && now.All(field => Key(field.Key) is { IsUnchanged: true }),
        _ => JsonText.Canonical(value) == JsonText.Canonical(old),
    };
}
