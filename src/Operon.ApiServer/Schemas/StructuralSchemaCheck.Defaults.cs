using System.Text.Json.Nodes;
using Operon.ApiServer.Errors;

namespace Operon.ApiServer.Schemas;

/// <content>Defaults fit their own schema.</content>
internal sealed partial class StructuralSchemaCheck
{
    private void CheckDefaults(JsonObject node, string path, bool insideMetadata)
    {
        if (node["default"] is { } value)
        {
            if (insideMetadata)
            {
                _errors.Add(FieldError.Forbidden($"{path}.default", "must not be set in top-level metadata"));
            }
            else
            {
                CheckDefault(value, node, path);
            }
        }
        foreach (var (name, child) in node["properties"] as JsonObject ?? [])
        {
            if (child is JsonObject field)
            {
                CheckDefaults(field, $"{path}.properties[{name}]", insideMetadata || (name == "metadata" && !path.Contains(".properties[", StringComparison.Ordinal)));
            }
        }
        if (node["additionalProperties"] is JsonObject values)
        {
            CheckDefaults(values, $"{path}.additionalProperties", insideMetadata);
        }
        if (node["items"] is JsonObject items)
        {
            CheckDefaults(items, $"{path}.items", insideMetadata);
        }
    }

    private void CheckDefault(JsonNode value, JsonObject node, string path)
    {
        var schema = SchemaReader.ReadNested(node);
        var copy = value.DeepClone();
        if (copy is JsonObject fields)
        {
            var unknown = new List<string>();
            SchemaPruner.Prune(fields, schema, unknown);
            if (unknown.Count > 0)
            {
                _errors.Add(FieldError.Invalid($"{path}.default", JsonText.Of(value), $"must not have unknown fields: {string.Join(", ", unknown)}"));
                return;
            }
        }
        SchemaDefaulter.Apply(copy, schema);
        foreach (var error in SchemaValidator.Validate(copy, schema, $"{path}.default"))
        {
            _errors.Add(error);
        }
    }
}
