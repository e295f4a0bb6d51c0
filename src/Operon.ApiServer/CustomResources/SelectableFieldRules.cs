using System.Text.Json.Nodes;
using Operon.ApiServer.Errors;
using Operon.ApiServer.Resources;

namespace Operon.ApiServer.CustomResources;

/// <summary>The <c>selectableFields</c> of a version (KEP-4358): at most eight, each a path to a scalar outside the metadata.</summary>
internal static class SelectableFieldRules
{
    private const int Maximum = 8;

    public static void Check(JsonObject version, JsonObject schema, string field, List<FieldError> errors)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        var index = 0;
        foreach (var selectable in version.Objects("selectableFields"))
        {
            var path = selectable.Text("jsonPath");
            var name = $"{field}[{index++}].jsonPath";
            if (path.Length == 0)
            {
                errors.Add(FieldError.Required(name));
            }
            else if (Problem(path, schema) is { } problem)
            {
                errors.Add(FieldError.Invalid(name, $"\"{path}\"", problem));
            }
            else if (!seen.Add(path))
            {
                errors.Add(FieldError.Duplicate(name, $"\"{path}\""));
            }
        }

        if (index > Maximum)
        {
            errors.Add(FieldError.TooMany(field, index, Maximum));
        }
    }

    private static string? Problem(string path, JsonObject schema)
    {
        var parts = path.Split('.');
        if (parts.Length < 2 || parts[0].Length > 0 || parts.Skip(1).Any(part => part.Length == 0 || part.Contains('[', StringComparison.Ordinal)))
        {
            return "is an invalid path: only simple paths such as .spec.color are allowed";
        }

        JsonObject? node = schema;
        foreach (var part in parts.Skip(1))
        {
            node = node.Object("properties").Object(part);
        }

        return node switch
        {
            null => "is an invalid path: does not refer to a valid field",
            _ when parts[1] == "metadata" => "must not point to fields in metadata",
            _ when node.Text("type") is "string" or "boolean" or "integer" => null,
            _ => "must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.",
        };
    }
}
