using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Operon.ApiServer.Errors;

namespace Operon.ApiServer.Schemas;

/// <content>Bounds, patterns and enums.</content>
internal static partial class SchemaValidator
{
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
}
