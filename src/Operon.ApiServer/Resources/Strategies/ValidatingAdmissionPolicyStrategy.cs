using System.Text.Json.Nodes;
using Operon.ApiServer.Errors;
using Operon.ApiServer.Expressions;
using Operon.ApiServer.Policies;
using Operon.Cel;

namespace Operon.ApiServer.Resources.Strategies;

/// <summary>admissionregistration.k8s.io/v1 ValidatingAdmissionPolicy: expressions compile when they are written.</summary>
internal sealed class ValidatingAdmissionPolicyStrategy : ResourceStrategy
{
    private static readonly string[] s_reasons = ["Forbidden", "Invalid", "RequestEntityTooLarge", "Unauthorized"];

    public override bool AllowsUnconditionalUpdate => false;

    public override bool HasStatus => true;

    public override bool HasGeneration => true;

    public override void Default(JsonObject resource)
    {
        var spec = resource.EnsureMap("spec");
        spec.SetDefaultText("failurePolicy", "Fail");
        PolicyMatchRules.Default(spec.Map("matchConstraints"));
    }

    protected override void Check(JsonObject resource, List<FieldError> errors)
    {
        var spec = resource.Map("spec") ?? [];
        errors.OneOf(spec, "spec", "failurePolicy", "Fail", "Ignore");
        if (spec.Map("paramKind") is { } kind)
        {
            foreach (var name in (ReadOnlySpan<string>)["apiVersion", "kind"])
            {
                if (string.IsNullOrEmpty(kind.Text(name)))
                {
                    errors.Required($"spec.paramKind.{name}");
                }
            }
        }
        if (spec.Map("matchConstraints") is not { } match)
        {
            errors.Required("spec.matchConstraints");
        }
        else
        {
            PolicyMatchRules.Check(match, "spec.matchConstraints", errors);
            if (!match.Maps("resourceRules").Any())
            {
                errors.Required("spec.matchConstraints.resourceRules");
            }
        }
        var environment = PolicyEnvironment.Of(AdmissionEnvironment.ForConditions, spec.Has("paramKind"));
        MatchConditions.Check(spec["matchConditions"] as JsonArray, "spec.matchConditions", environment, errors);
        CheckExpressions(spec, environment, errors);
    }

    private static void CheckExpressions(JsonObject spec, CelEnvironment environment, List<FieldError> errors)
    {
        if (!spec.Maps("validations").Any() && !spec.Maps("auditAnnotations").Any())
        {
            errors.Required("spec.validations", "validations or auditAnnotations must contain at least one item");
        }
        var variables = new PolicyVariables(spec.Maps("variables"), environment);
        var index = 0;
        foreach (var variable in spec.Maps("variables"))
        {
            var field = $"spec.variables[{index++}]";
            if (variable.Text("name") is not { Length: > 0 } name)
            {
                errors.Required($"{field}.name", "name is not specified");
            }
            else if (!CelIdentifier.TryEscape(name, out var identifier) || identifier != name)
            {
                errors.Invalid($"{field}.name", name, "name is not a valid CEL identifier");
            }
            else if (variables.Find(name) is { Program: null } wrong)
            {
                errors.Invalid($"{field}.expression", variable["expression"], $"compilation failed: {wrong.IssueText}");
            }
        }
        var messages = PolicyEnvironment.Of(AdmissionEnvironment.ForMessages, spec.Has("paramKind")).WithVariable("variables", variables.Type);
        index = 0;
        foreach (var validation in spec.Maps("validations"))
        {
            var field = $"spec.validations[{index++}]";
            ExpressionCheck.Check(validation.Text("expression") ?? "", $"{field}.expression", variables.Environment, errors, CelType.Bool);
            if (validation.Text("messageExpression") is { Length: > 0 } message)
            {
                ExpressionCheck.Check(message, $"{field}.messageExpression", messages, errors, CelType.String);
            }
            errors.OneOf(validation, field, "reason", s_reasons);
        }
    }
}
