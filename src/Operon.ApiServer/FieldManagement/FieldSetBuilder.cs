using System.Text.Json.Nodes;
using Operon.ApiServer.Schemas;

namespace Operon.ApiServer.FieldManagement;

/// <summary>The fields an applied configuration names.</summary>
internal sealed class FieldSetBuilder
{
    private readonly FieldSet _set = new();
    private readonly List<string> _path = [];

    public static FieldSet Build(JsonObject applied, Schema schema)
    {
        var builder = new FieldSetBuilder();
        builder.Visit(applied, schema);
        return builder._set;
    }

    private void Visit(JsonNode? value, Schema? schema)
    {
        if (FieldShape.IsGranularMap(value, schema))
        {
            foreach (var (name, member) in (JsonObject)value!)
            {
                _path.Add(PathElements.Field(name));
                Visit(member, FieldShape.Member(schema, name));
                // A map's own keys are items and owned as such; a struct's members only through what is below them.
                if (member is JsonObject { Count: 0 } || schema is null || !schema.Properties.ContainsKey(name))
                {
                    Insert();
                }
                _path.RemoveAt(_path.Count - 1);
            }
        }
        else if (FieldShape.IsGranularList(value, schema))
        {
            foreach (var (element, items) in FieldShape.Index((JsonArray)value!, schema!))
            {
                _path.Add(element);
                Visit(items[0], schema!.Items);
                Insert();
                _path.RemoveAt(_path.Count - 1);
            }
        }
        else
        {
            Insert();
        }
    }

    private void Insert()
    {
        if (_path.Count > 0)
        {
            _set.Insert(_path.ToArray());
        }
    }
}
