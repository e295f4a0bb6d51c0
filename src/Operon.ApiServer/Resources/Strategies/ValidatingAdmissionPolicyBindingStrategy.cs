using System.Text.Json.Nodes;
using Operon.ApiServer.Errors;

namespace Operon.ApiServer.Resources.Strategies;

/// <summary>admissionregistration.k8s.io/v1 ValidatingAdmissionPolicyBinding.</summary>
internal sealed class ValidatingAdmissionPolicyBindingStrategy : ResourceStrategy
{
    private static readonly string[] s_actions = ["Audit", "Deny", "Warn"];

    public override bool AllowsUnconditionalUpdate => false;

    public override bool HasGeneration => true;

    public override void Default(JsonObject resource) => PolicyMatchRules.Default(resource.Map("spec").Map("matchResources"));

    protected override void Check(JsonObject resource, List<FieldError> errors)
    {
        var spec = resource.Map("spec") ?? [];
        if (string.IsNullOrEmpty(spec.Text("policyName")))
        {
            errors.Required("spec.policyName");
        }
        if (spec.Map("matchResources") is { } match)
        {
            PolicyMatchRules.Check(match, "spec.matchResources", errors);
        }
        CheckActions(spec.Texts("validationActions").ToList(), errors);
        if (spec.Map("paramRef") is not { } reference)
        {
            return;
        }
        var hasName = !string.IsNullOrEmpty(reference.Text("name"));
        if (hasName && reference.Has("selector"))
        {
            errors.Forbidden("spec.paramRef.name", "name and selector are mutually exclusive");
        }
        else if (!hasName && !reference.Has("selector"))
        {
            errors.Required("spec.paramRef", "one of name or selector must be specified");
        }
        if (!reference.Has("parameterNotFoundAction"))
        {
            errors.Required("spec.paramRef.parameterNotFoundAction");
        }
        errors.OneOf(reference, "spec.paramRef", "parameterNotFoundAction", "Allow", "Deny");
    }

    private static void CheckActions(List<string> actions, List<FieldError> errors)
    {
        if (actions.Count == 0)
        {
            errors.Required("spec.validationActions", "at least one validation action is required");
        }
        for (var i = 0; i < actions.Count; i++)
        {
            if (!s_actions.Contains(actions[i]))
            {
                errors.Add(FieldError.NotSupported($"spec.validationActions[{i}]", $"\"{actions[i]}\"", s_actions));
            }
            else if (actions.IndexOf(actions[i]) < i)
            {
                errors.Duplicate($"spec.validationActions[{i}]", actions[i]);
            }
        }
        if (actions.Contains("Deny") && actions.Contains("Warn"))
        {
            errors.Invalid("spec.validationActions", new JsonArray([.. actions.Select(action => (JsonNode)action)]),
                "must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)");
        }
    }
}
