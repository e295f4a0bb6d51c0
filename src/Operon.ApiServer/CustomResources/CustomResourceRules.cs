using System.Text.Json.Nodes;
using Operon.ApiServer.CustomResources.Rules;
using Operon.ApiServer.Errors;
using Operon.ApiServer.Resources;
using Operon.ApiServer.Schemas;
using ClientConfigRules = Operon.ApiServer.Resources.Strategies.WebhookClientConfigValidation;

namespace Operon.ApiServer.CustomResources;

/// <summary>What a CRD must fulfil beyond its strategy: structural schemas, paths that lead to fields, a conversion that can be done.</summary>
internal static class CustomResourceRules
{
    private const int MaxDeprecationWarning = 256;

    public static IReadOnlyList<FieldError> Check(JsonObject crd)
    {
        var errors = new List<FieldError>();
        var spec = crd.Object("spec") ?? [];
        var versions = spec.Objects("versions").ToList();
        var (schemas, fields, subresources) = (IsShared(versions, "schema"), IsShared(versions, "selectableFields"), IsShared(versions, "subresources"));
        for (var i = 0; i < versions.Count; i++)
        {
            var (version, path) = (versions[i], $"spec.versions[{i}]");
            bool IsToCheck(bool isShared) => i == 0 || !isShared;
            if (version.Object("schema").Object("openAPIV3Schema") is not { } schema)
            {
                errors.Add(FieldError.Required($"{path}.schema.openAPIV3Schema"));
            }
            else
            {
                if (IsToCheck(schemas))
                {
                    CheckSchema(schema, schemas ? "spec.validation.openAPIV3Schema" : $"{path}.schema.openAPIV3Schema", errors);
                }

                if (IsToCheck(fields))
                {
                    SelectableFieldRules.Check(version, schema, fields ? "spec.selectableFields" : $"{path}.selectableFields", errors);
                }
            }

            if (IsToCheck(subresources))
            {
                CheckScale(version.Object("subresources").Object("scale"), subresources ? "spec.subresources.scale" : $"{path}.subresources.scale", errors);
            }

            CheckDeprecation(version, path, errors);
        }

        CheckConversion(spec.Object("conversion"), "spec.conversion", errors);
        return errors;
    }

    // What all versions have in common stands at the top in the form the real server checks, and its errors say so.
    private static bool IsShared(List<JsonObject> versions, string field) =>
        versions.Count > 0 && versions.All(version => JsonNode.DeepEquals(version[field], versions[0][field]));

    private static void CheckDeprecation(JsonObject version, string path, List<FieldError> errors)
    {
        if (version["deprecationWarning"].Text() is not { } warning)
        {
            return;
        }

        var field = $"{path}.deprecationWarning";
        if (version["deprecated"].Boolean() != true)
        {
            errors.Add(FieldError.Invalid(field, $"\"{warning}\"", "can only be set for deprecated versions"));
        }

        if (warning.Length == 0)
        {
            errors.Add(FieldError.Invalid(field, "\"\"", "must not be an empty string"));
        }

        if (warning.Length > MaxDeprecationWarning)
        {
            errors.Add(FieldError.Invalid(field, $"\"{warning}\"", $"must be <= {MaxDeprecationWarning} characters"));
        }
    }

    private static void CheckConversion(JsonObject? conversion, string path, List<FieldError> errors)
    {
        var webhook = conversion.Object("webhook");
        if (conversion.Text("strategy") != "Webhook")
        {
            if (webhook is not null)
            {
                errors.Add(FieldError.Forbidden($"{path}.webhookClientConfig", "should not be set when strategy is not set to Webhook"));
            }

            return;
        }

        if (webhook.Object("clientConfig") is { } client)
        {
            ClientConfigRules.Check(client, $"{path}.webhookClientConfig", errors);
        }
        else
        {
            errors.Add(FieldError.Required($"{path}.webhookClientConfig", "required when strategy is set to Webhook"));
        }

        var field = $"{path}.conversionReviewVersions";
        var versions = webhook.Texts("conversionReviewVersions").ToList();
        if (versions.Count == 0)
        {
            errors.Add(FieldError.Required(field));
        }
        else if (!versions.Contains("v1") && !versions.Contains("v1beta1"))
        {
            errors.Add(FieldError.Invalid(field, $"[{string.Join(",", versions.Select(version => $"\"{version}\""))}]", "must include at least one of v1, v1beta1"));
        }
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
