using System.Text.Json.Nodes;
using Operon.ApiServer.Errors;

namespace Operon.ApiServer.Schemas;

/// <content>allOf, anyOf, oneOf, not.</content>
internal static partial class SchemaValidator
{
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
}
