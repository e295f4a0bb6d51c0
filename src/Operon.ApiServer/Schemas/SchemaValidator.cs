using System.Text.Json;
using System.Text.Json.Nodes;
using Operon.ApiServer.Errors;

namespace Operon.ApiServer.Schemas;

/// <summary>Validates custom resources against their structural schema, with the real server's messages.</summary>
internal static partial class SchemaValidator
{
    /// <summary>
    /// All violations below <paramref name="path"/> ("" for a whole object). In an update, what <paramref name="old"/> had already is let pass. CEL rules
    /// are not evaluated.
    /// </summary>
    public static List<FieldError> Validate(JsonNode? node, Schema schema, string path, JsonNode? old = null)
    {
        var errors = new List<FieldError>();
        Check(node, schema, path, errors, old is null ? null : new CorrelatedValue(node, old, schema));
        var duplicates = new List<FieldError>();
        ListUniqueness.Check(old, schema, path, duplicates);
        if (duplicates.Count == 0)
        {
            ListUniqueness.Check(node, schema, path, errors);
        }
        return errors;
    }

    /// <summary>
    /// The first value of the wrong JSON type, told as the decoder of built-in kinds does (<c>json: cannot unmarshal string into Go struct field
    /// .spec.replicas of type int32</c>); null when all fit. Null is accepted everywhere.
    /// </summary>
    public static string? CheckTypes(JsonNode node, Schema schema) => BuiltInTypeCheck.FirstMismatch(node, schema, "");

    private static void Check(JsonNode? node, Schema schema, string path, List<FieldError> errors, CorrelatedValue? was = null)
    {
        var known = errors.Count;
        CheckNode(node, schema, path, errors, was);
        if (errors.Count > known && was is { IsUnchanged: true })
        {
            errors.RemoveRange(known, errors.Count - known);
        }
    }

    private static void CheckNode(JsonNode? node, Schema schema, string path, List<FieldError> errors, CorrelatedValue? was)
    {
        if (node is null && schema.Nullable)
        {
            return;
        }
        if (!HasType(node, schema))
        {
            var type = JsonText.TypeName(node);
            var wanted = schema.IntOrString ? "integer,string" : SchemaTypes.Name(schema.Type);
            errors.Add(FieldError.TypeInvalid(Field(path), $"\"{type}\"", $"{path} in body must be of type {wanted}: \"{type}\""));
            return;
        }
        if (schema.Validation is { } validation)
        {
            CheckValue(node, schema, validation, path, errors);
        }
        switch (node)
        {
            case JsonObject fields:
                CheckFields(fields, schema, path, errors, was);
                break;
            case JsonArray elements when schema.Items is { } items:
                for (var i = 0; i < elements.Count; i++)
                {
                    Check(elements[i], items, $"{path}[{i}]", errors, was?.Index(i));
                }
                break;
            case JsonValue value when schema.Format is { } format:
                if (value.GetValueKind() == JsonValueKind.String && !StringFormats.IsValid(format, value.GetValue<string>()))
                {
                    var text = JsonText.Of(value);
                    errors.Add(FieldError.TypeInvalid(Field(path), text, $"{path} in body must be of type {format}: {text}"));
                }
                else if (value.GetValueKind() == JsonValueKind.Number && !StringFormats.IsInRange(format, value.ToJsonString()))
                {
                    errors.Add(FieldError.Invalid(Field(path), JsonText.Of(value), $"Checked value must be of type integer with format {format} in {path}"));
                }
                break;
        }
    }

    private static void CheckFields(JsonObject fields, Schema schema, string path, List<FieldError> errors, CorrelatedValue? was)
    {
        foreach (var required in schema.Required)
        {
            if (!fields.ContainsKey(required))
            {
                errors.Add(FieldError.Required(Join(path, required)));
            }
        }
        if (schema.EmbeddedResource)
        {
            foreach (var required in (ReadOnlySpan<string>)["apiVersion", "kind"])
            {
                if (fields[required] is not JsonValue value || value.GetValueKind() != JsonValueKind.String || value.GetValue<string>().Length == 0)
                {
                    errors.Add(FieldError.Required(Join(path, required), "must not be empty"));
                }
            }
        }
        foreach (var (name, value) in fields)
        {
            if ((schema.Properties.GetValueOrDefault(name) ?? schema.AdditionalProperties) is { } child)
            {
                // The version of an object is converted: what it was before is not known.
                var isVersion = path.Length == 0 && name is "apiVersion" or "kind";
                Check(value, child, Join(path, name), errors, isVersion ? null : was?.Key(name));
            }
        }
    }

    private static bool HasType(JsonNode? node, Schema schema)
    {
        if (schema.IntOrString)
        {
            return JsonText.TypeName(node) is "integer" or "string";
        }
        return schema.Type switch
        {
            SchemaType.Any => true,
            SchemaType.Object => node is JsonObject,
            SchemaType.Array => node is JsonArray,
            SchemaType.Number => node?.GetValueKind() == JsonValueKind.Number,
            _ => JsonText.TypeName(node) == SchemaTypes.Name(schema.Type),
        };
    }

    private static string Field(string path) => path.Length == 0 ? "<nil>" : path;

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
