using System.ComponentModel;
using System.Text.Json;

namespace Operon.Kubernetes;

/// <summary>
/// What to own by server-side apply (KEP-555): only fields that are set are sent, and a field set to null is not the same as one that is not set. Generated forms
/// (<c>MemcachedApply</c>) derive from it; so does <see cref="ObjectMetaApply"/>.
/// </summary>
public abstract class ApplyForm
{
    private bool[] _set = [];

    /// <summary>JSON names of the fields that are set, in the order of the type.</summary>
    public IEnumerable<string> SetFields => FieldNames.Where((_, index) => Has(index));

    /// <summary>JSON names of all fields.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected abstract IReadOnlyList<string> FieldNames { get; }

    /// <summary>Whether a field is set, by its JSON name.</summary>
    public bool IsSet(string field) => Has(IndexOf(field));

    /// <summary>
    /// Takes a field out, by its JSON name: it is not sent any more, so that the server gives up this manager's ownership of it and removes it when nobody else owns it.
    /// </summary>
    public void Unset(string field)
    {
        var index = IndexOf(field);
        if (Has(index))
        {
            _set[index] = false;
        }
    }

    /// <summary>Writes the fields that are set as a JSON object.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="options">Options that know the types of the values.</param>
    public void WriteTo(Utf8JsonWriter writer, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        WriteFields(writer, options);
        writer.WriteEndObject();
    }

    /// <summary>
    /// Sets every field that <paramref name="json"/> has. Throws <see cref="JsonException"/> for one that the form has no member for: applying the form would give it up.
    /// </summary>
    /// <param name="json">An object.</param>
    /// <param name="options">Options that know the types of the values.</param>
    public void ReadFrom(JsonElement json, JsonSerializerOptions options)
    {
        foreach (var member in json.EnumerateObject())
        {
            var field = Find(member.Name);
            if (field < 0)
            {
                throw new JsonException($"{GetType().Name} has no member for the field '{member.Name}': applying the form would give up and remove it. Add the field to the type.");
            }

            ReadField(field, member.Value, options);
        }
    }

    /// <summary>Writes the fields that are set into an object that was begun.</summary>
    private protected virtual void WriteFields(Utf8JsonWriter writer, JsonSerializerOptions options)
    {
        for (var field = 0; field < _set.Length; field++)
        {
            if (_set[field])
            {
                writer.WritePropertyName(FieldNames[field]);
                WriteField(field, writer, options);
            }
        }
    }

    /// <summary>Notes that a field was set.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void Mark(int field)
    {
        if (_set.Length == 0)
        {
            _set = new bool[FieldNames.Count];
        }

        _set[field] = true;
    }

    /// <summary>Writes the value of a field.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected abstract void WriteField(int field, Utf8JsonWriter writer, JsonSerializerOptions options);

    /// <summary>Sets a field to a value.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected abstract void ReadField(int field, JsonElement value, JsonSerializerOptions options);

    private bool Has(int field) => field < _set.Length && _set[field];

    private int IndexOf(string field) => Find(field) is >= 0 and var found
        ? found
        : throw new ArgumentException($"{GetType().Name} has no field '{field}'. It has {string.Join(", ", FieldNames)}.", nameof(field));

    private int Find(string field)
    {
        for (var index = 0; index < FieldNames.Count; index++)
        {
            if (FieldNames[index] == field)
            {
                return index;
            }
        }

        return -1;
    }
}
