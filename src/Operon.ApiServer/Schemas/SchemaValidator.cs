using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Operon.ApiServer.Errors;

namespace Operon.ApiServer.Schemas;

/// <summary>Validates custom resources against their structural schema, with the real server's messages.</summary>
internal static class SchemaValidator
{
    /// <summary>All violations below <paramref name="path"/> ("" for a whole object). CEL rules are not evaluated.</summary>
    public static IReadOnlyList<FieldError> Validate(JsonNode? node, Schema schema, string path)
    {
        var errors = new List<FieldError>();
        Check(node, schema, path, errors);
        ListUniqueness.Check(node, schema, path, errors);
        return errors;
    }

    /// <summary>
    /// The first value of the wrong JSON type, told as the decoder of built-in kinds does (<c>json: cannot unmarshal string into Go struct field
    /// .spec.replicas of type int32</c>); null when all fit. Null is accepted everywhere.
    /// </summary>
    public static string? CheckTypes(JsonNode node, Schema schema) => BuiltInTypeCheck.FirstMismatch(node, schema, "");

    private static void Check(JsonNode? node, Schema schema, string path, List<FieldError> errors)
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
                CheckFields(fields, schema, path, errors);
                break;
            case JsonArray elements when schema.Items is { } items:
                for (var i = 0; i < elements.Count; i++)
                {
                    Check(elements[i], items, $"{path}[{i}]", errors);
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

    private static void CheckFields(JsonObject fields, Schema schema, string path, List<FieldError> errors)
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
                Check(value, child, Join(path, name), errors);
            }
        }
    }

    private static void CheckValue(JsonNode? node, Schema schema, ValueValidation validation, string path, List<FieldError> errors)
    {
        var kind = node?.GetValueKind() ?? JsonValueKind.Null;
        if (kind == JsonValueKind.Number)
        {
            CheckNumber(node!, validation, path, errors);
        }
        else if (kind == JsonValueKind.String)
        {
            CheckString(node!, validation, path, errors);
        }
        else if (node is JsonArray elements)
        {
            if (validation.MinItems is { } minItems && elements.Count < minItems)
            {
                errors.Add(FieldError.Invalid(Field(path), elements.Count.ToString(CultureInfo.InvariantCulture), $"{path} in body should have at least {minItems} items"));
            }
            if (validation.MaxItems is { } maxItems && elements.Count > maxItems)
            {
                errors.Add(FieldError.TooMany(Field(path), elements.Count, maxItems));
            }
        }
        else if (node is JsonObject fields)
        {
            if (validation.MinProperties is { } minProperties && fields.Count < minProperties)
            {
                errors.Add(FieldError.Invalid(Field(path), fields.Count.ToString(CultureInfo.InvariantCulture), $"{path} in body should have at least {minProperties} properties"));
            }
            if (validation.MaxProperties is { } maxProperties && fields.Count > maxProperties)
            {
                errors.Add(FieldError.Invalid(Field(path), fields.Count.ToString(CultureInfo.InvariantCulture), $"{path} in body should have at most {maxProperties} properties"));
            }
        }
        if (validation.Enum is { } allowed && !allowed.Any(value => JsonText.Canonical(value) == JsonText.Canonical(node)))
        {
            errors.Add(FieldError.NotSupported(Field(path), JsonText.Of(node), allowed.Select(value =>
                value is JsonValue && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : JsonText.Canonical(value))));
        }
        CheckBranches(node, validation, path, errors);
    }

    private static void CheckNumber(JsonNode node, ValueValidation validation, string path, List<FieldError> errors)
    {
        var value = double.Parse(node.ToJsonString(), CultureInfo.InvariantCulture);
        if (validation.Minimum is { } minimum && (validation.ExclusiveMinimum ? value <= minimum : value < minimum))
        {
            var bound = validation.ExclusiveMinimum ? "greater than" : "greater than or equal to";
            errors.Add(FieldError.Invalid(Field(path), JsonText.Of(node), $"{path} in body should be {bound} {JsonText.Number(minimum)}"));
        }
        if (validation.Maximum is { } maximum && (validation.ExclusiveMaximum ? value >= maximum : value > maximum))
        {
            var bound = validation.ExclusiveMaximum ? "less than" : "less than or equal to";
            errors.Add(FieldError.Invalid(Field(path), JsonText.Of(node), $"{path} in body should be {bound} {JsonText.Number(maximum)}"));
        }
        if (validation.MultipleOf is > 0 and var factor && Math.Abs(Math.Round(value / factor) - (value / factor)) > 1e-9)
        {
            errors.Add(FieldError.Invalid(Field(path), JsonText.Of(node), $"{path} in body should be a multiple of {JsonText.Number(factor)}"));
        }
    }

    private static void CheckString(JsonNode node, ValueValidation validation, string path, List<FieldError> errors)
    {
        var text = node.GetValue<string>();
        var length = validation.MinLength is null && validation.MaxLength is null ? 0 : text.EnumerateRunes().Count();
        if (validation.MaxLength is { } maxLength && length > maxLength)
        {
            errors.Add(FieldError.TooLong(Field(path), maxLength));
        }
        if (validation.MinLength is { } minLength && length < minLength)
        {
            errors.Add(FieldError.Invalid(Field(path), JsonText.Of(node), $"{path} in body should be at least {minLength} chars long"));
        }
        if (validation.Pattern is { } pattern && !Matches(pattern, text))
        {
            errors.Add(FieldError.Invalid(Field(path), JsonText.Of(node), $"{path} in body should match '{validation.PatternText}'"));
        }
    }

    private static bool Matches(Regex pattern, string text)
    {
        try
        {
            return pattern.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            // RE2 has no runaway patterns; a pattern that runs away here is treated as not matching rather than holding the request.
            return false;
        }
    }

    private static void CheckBranches(JsonNode? node, ValueValidation validation, string path, List<FieldError> errors)
    {
        if (validation.AllOf.Count > 0)
        {
            var results = validation.AllOf.Select(branch => Branch(node, branch, path)).Where(result => result.Count > 0).ToList();
            if (results.Count > 0)
            {
                errors.Add(Composite(path, "must validate all the schemas (allOf)", results.Count == validation.AllOf.Count ? ". None validated" : ""));
                errors.AddRange(results.SelectMany(result => result));
            }
        }
        if (validation.AnyOf.Count > 0)
        {
            var results = validation.AnyOf.Select(branch => Branch(node, branch, path)).ToList();
            if (results.All(result => result.Count > 0))
            {
                errors.Add(Composite(path, "must validate at least one schema (anyOf)", ""));
                errors.AddRange(results[0]);
            }
        }
        if (validation.OneOf.Count > 0)
        {
            var results = validation.OneOf.Select(branch => Branch(node, branch, path)).ToList();
            var valid = results.Count(result => result.Count == 0);
            if (valid != 1)
            {
                errors.Add(Composite(path, "must validate one and only one schema (oneOf)", valid == 0 ? ". Found none valid" : $". Found {valid} valid alternatives"));
                errors.AddRange(valid == 0 ? results[0] : []);
            }
        }
        if (validation.Not is { } not && Branch(node, not, path).Count == 0)
        {
            errors.Add(Composite(path, "must not validate the schema (not)", ""));
        }
    }

    private static List<FieldError> Branch(JsonNode? node, Schema branch, string path)
    {
        var errors = new List<FieldError>();
        Check(node, branch, path, errors);
        return errors;
    }

    /// <summary>The real server reports composite failures at no field; the message holds the path.</summary>
    private static FieldError Composite(string path, string failure, string detail) => FieldError.Invalid("<nil>", "\"\"", $"\"{path}\" {failure}{detail}");

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
