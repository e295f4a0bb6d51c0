using System.Text.Json.Nodes;
using Operon.ApiServer.Errors;

namespace Operon.ApiServer.Resources.Strategies;

/// <summary>The checks nearly every kind makes, adding what they find to a list.</summary>
internal static class Problems
{
    public const string Immutable = "field is immutable";

    public static void Invalid(this List<FieldError> errors, string field, JsonNode? value, string detail) =>
        errors.Add(FieldError.Invalid(field, Json(value), detail));

    public static void Required(this List<FieldError> errors, string field, string detail = "") => errors.Add(FieldError.Required(field, detail));

    public static void Forbidden(this List<FieldError> errors, string field, string detail) => errors.Add(FieldError.Forbidden(field, detail));

    public static void Duplicate(this List<FieldError> errors, string field, JsonNode? value) => errors.Add(FieldError.Duplicate(field, Json(value)));

    public static void NotFound(this List<FieldError> errors, string field, JsonNode? value) =>
        errors.Add(new FieldError(field, FieldError.ValueNotFound, $"Not found: {Json(value)}"));

    /// <summary>The text must be one of a few; absent is fine.</summary>
    public static void OneOf(this List<FieldError> errors, JsonObject? parent, string path, string name, params ReadOnlySpan<string> supported)
    {
        if (parent.Text(name) is { Length: > 0 } value && !supported.Contains(value))
        {
            errors.Add(FieldError.NotSupported($"{path}.{name}", Json(parent![name]), supported.ToArray()));
        }
    }

    public static void NotNegative(this List<FieldError> errors, JsonObject? parent, string path, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (parent.Number(name) is < 0)
            {
                errors.Invalid($"{path}.{name}", parent![name], "must be greater than or equal to 0");
            }
        }
    }

    public static void Port(this List<FieldError> errors, string field, JsonNode? value)
    {
        if (value.AsNumber() is { } number && number is < 1 or > 65535)
        {
            errors.Invalid(field, value, "must be between 1 and 65535, inclusive");
        }
    }

    public static void Name(this List<FieldError> errors, string field, JsonNode? value, NameRule rule)
    {
        if (value.AsText() is not { Length: > 0 } name)
        {
            errors.Required(field);
        }
        else if (rule.Error(name) is { } problem)
        {
            errors.Invalid(field, value, problem);
        }
    }

    /// <summary>One member of two trees must be equal.</summary>
    public static void Unchanged(this List<FieldError> errors, string field, JsonNode? updated, JsonNode? old, string detail = Immutable)
    {
        if (!JsonTree.Same(updated, old))
        {
            errors.Invalid(field, updated, detail);
        }
    }

    public static string Json(JsonNode? value) => value?.ToJsonString(TextOptions) ?? "null";

    private static System.Text.Json.JsonSerializerOptions TextOptions { get; } =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
