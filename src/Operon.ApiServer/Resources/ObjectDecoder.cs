using System.Text.Json.Nodes;
using Operon.ApiServer.CustomResources.Rules;
using Operon.ApiServer.Errors;
using Operon.ApiServer.Http;
using Operon.ApiServer.Schemas;

namespace Operon.ApiServer.Resources;

/// <summary>What decoding into typed objects does on the real server: names and types checked, unknown fields dropped, reported or refused.</summary>
internal static class ObjectDecoder
{
    private static readonly HashSet<string> BlocksRules =
        [FieldError.ValueNotSupported, FieldError.ValueRequired, FieldError.ValueTooLong, FieldError.ValueTooMany, FieldError.ValueTypeInvalid];

    public static void Decode(ServedResource resource, JsonObject obj, WriteContext context, IReadOnlyCollection<string> duplicates)
    {
        CheckKind(resource, obj);
        if (resource.Custom is null)
        {
            if (SchemaValidator.CheckTypes(obj, resource.Schema) is { } mismatch)
            {
                throw Refusal.BadRequest($"{resource.Kind} in version \"{resource.Version}\" cannot be handled as a {resource.Kind}: {mismatch}");
            }

            SchemaPruner.DropNulls(obj, resource.Schema);
        }
        else if (SchemaValidator.CheckTypes(new JsonObject { ["metadata"] = obj["metadata"]?.DeepClone() }, MetadataOnly) is { } mismatch)
        {
            throw Refusal.BadRequest($"{resource.Kind} in version \"{resource.Version}\" cannot be handled as a {resource.Kind}: {mismatch}");
        }

        var unknown = new List<string>();
        SchemaPruner.Prune(obj, resource.Schema, unknown);
        Report(resource, context, [.. unknown.Select(field => $"unknown field \"{field}\""), .. duplicates.Select(field => $"duplicate field \"{field}\"")]);
    }

    public static void CheckKind(ServedResource resource, JsonObject obj)
    {
        var apiVersion = obj.Text("apiVersion");
        var kind = obj.Text("kind");
        if (kind.Length == 0)
        {
            throw Refusal.BadRequest("Object 'Kind' is missing in the request body");
        }

        if (apiVersion.Length == 0)
        {
            throw Refusal.BadRequest("Object 'apiVersion' is missing in the request body");
        }

        if (apiVersion != resource.ApiVersion || kind != resource.Kind)
        {
            throw Refusal.BadRequest($"the API version in the data ({apiVersion}, Kind={kind}) does not match the expected API version ({resource.ApiVersion}, Kind={resource.Kind})");
        }
    }

    /// <summary>The schema of a custom resource, then its rules, unless violations of the schema make them pointless.</summary>
    public static IReadOnlyList<FieldError> ValidateSchema(ServedResource resource, JsonObject obj, JsonObject? old, WriteContext context)
    {
        if (resource.Custom is null)
        {
            return [];
        }

        var errors = SchemaValidator.Validate(obj, resource.Schema, "", old);
        if (resource.ValidationRules is not { } rules)
        {
            return errors;
        }

        if (errors.Any(error => BlocksRules.Contains(error.Reason)))
        {
            errors.Add(FieldError.Invalid("<nil>", "null", "some validation rules were not checked because the object was invalid; correct the existing errors to complete validation"));
        }
        else
        {
            errors.AddRange(new RuleEvaluation(context.Warnings, context.Aborted).Run(rules, obj, old));
        }

        return errors;
    }

    private static Schema MetadataOnly { get; } = new()
    {
        Type = SchemaType.Object,
        DeferredProperties = new(() => new Dictionary<string, Schema> { ["metadata"] = WellKnownSchemas.ObjectMeta }),
    };

    private static void Report(ServedResource resource, WriteContext context, List<string> problems)
    {
        if (problems.Count == 0 || context.FieldValidation == "Ignore")
        {
            return;
        }

        if (context.FieldValidation == "Strict")
        {
            throw Refusal.BadRequest($"{resource.Kind} in version \"{resource.Version}\" cannot be handled as a {resource.Kind}: strict decoding error: {string.Join(", ", problems)}");
        }

        foreach (var problem in problems)
        {
            context.Warnings.Add(problem);
        }
    }
}
