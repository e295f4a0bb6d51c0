using System.Text.Json.Nodes;
using Operon.ApiServer.CustomResources.Rules;
using Operon.ApiServer.Errors;
using Operon.ApiServer.Resources;
using Operon.ApiServer.Schemas;

namespace Operon.ApiServer.CustomResources;

/// <summary>What a CRD must fulfil beyond its strategy: structural schemas, scale paths that can work, a conversion this server does.</summary>
internal static class CustomResourceRules
{
    public static IReadOnlyList<FieldError> Check(JsonObject crd)
    {
        var errors = new List<FieldError>();
        var spec = crd.Object("spec") ?? [];
        var index = 0;
        foreach (var version in spec.Objects("versions"))
        {
            var path = $"spec.versions[{index++}]";
            if (version.Object("schema").Object("openAPIV3Schema") is { } schema)
            {
                CheckSchema(schema, $"{path}.schema.openAPIV3Schema", errors);
            }
            else
            {
                errors.Add(FieldError.Required($"{path}.schema.openAPIV3Schema", "schemas are required"));
            }

            CheckScale(version.Object("subresources").Object("scale"), $"{path}.subresources.scale", errors);
        }

        if (spec.Object("conversion").Text("strategy") is { Length: > 0 } strategy and not "None")
        {
            errors.Add(FieldError.NotSupported("spec.conversion.strategy", $"\"{strategy}\"", ["None"]));
        }

        return errors;
    }

    // Rules are compiled against types, which only structural schemas have.
    private static void CheckSchema(JsonObject schema, string path, List<FieldError> errors)
    {
        var problems = StructuralSchemaRules.Check(schema, path);
        errors.AddRange(problems);
        if (problems.Count == 0)
        {
            errors.AddRange(RuleDefinitionCheck.Run(SchemaReader.ReadStructural(schema), path));
        }
    }

    private static void CheckScale(JsonObject? scale, string path, List<FieldError> errors)
    {
        if (scale is null)
        {
            return;
        }

        CheckPath(scale, path, "specReplicasPath", ".spec.", errors);
        CheckPath(scale, path, "statusReplicasPath", ".status.", errors);
    }

    private static void CheckPath(JsonObject scale, string path, string field, string prefix, List<FieldError> errors)
    {
        if (!scale.Text(field).StartsWith(prefix, StringComparison.Ordinal))
        {
            errors.Add(FieldError.Invalid($"{path}.{field}", $"\"{scale.Text(field)}\"", $"should be a json path under {prefix.TrimEnd('.')}"));
        }
    }
}
