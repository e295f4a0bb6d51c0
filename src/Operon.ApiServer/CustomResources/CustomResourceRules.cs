using System.Text.Json.Nodes;
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
        var index = 0;
        foreach (var version in spec.Objects("versions"))
        {
            var path = $"spec.versions[{index++}]";
            if (version.Object("schema").Object("openAPIV3Schema") is { } schema)
            {
                errors.AddRange(StructuralSchemaRules.Check(schema, $"{path}.schema.openAPIV3Schema"));
                SelectableFieldRules.Check(version, schema, $"{path}.selectableFields", errors);
            }
            else
            {
                errors.Add(FieldError.Required($"{path}.schema.openAPIV3Schema", "schemas are required"));
            }

            CheckScale(version.Object("subresources").Object("scale"), $"{path}.subresources.scale", errors);
            CheckDeprecation(version, path, errors);
        }

        CheckConversion(spec.Object("conversion"), "spec.conversion", errors);
        return errors;
    }

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
                errors.Add(FieldError.Forbidden($"{path}.webhook", "should not be set when strategy is not set to Webhook"));
            }

            return;
        }

        if (webhook.Object("clientConfig") is { } client)
        {
            ClientConfigRules.Check(client, $"{path}.webhook.clientConfig", errors);
        }
        else
        {
            errors.Add(FieldError.Required($"{path}.webhook.clientConfig", "required when strategy is set to Webhook"));
        }

        var field = $"{path}.webhook.conversionReviewVersions";
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
