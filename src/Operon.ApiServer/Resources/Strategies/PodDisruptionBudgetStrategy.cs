using System.Text.Json.Nodes;
using Operon.ApiServer.Errors;

namespace Operon.ApiServer.Resources.Strategies;

/// <summary>policy/v1 PodDisruptionBudget.</summary>
internal sealed class PodDisruptionBudgetStrategy : ResourceStrategy
{
    public override bool AllowsUnconditionalUpdate => false;

    public override bool HasStatus => true;

    public override bool HasGeneration => true;

    protected override JsonObject InitialStatus(JsonObject resource) => new()
    {
        ["disruptionsAllowed"] = 0L,
        ["currentHealthy"] = 0L,
        ["desiredHealthy"] = 0L,
        ["expectedPods"] = 0L,
    };

    protected override void Check(JsonObject resource, List<FieldError> errors)
    {
        var spec = resource.Map("spec") ?? [];
        if (spec.Has("minAvailable") && spec.Has("maxUnavailable"))
        {
            errors.Invalid("spec", spec, "minAvailable and maxUnavailable cannot be both set");
        }
        foreach (var name in (ReadOnlySpan<string>)["minAvailable", "maxUnavailable"])
        {
            errors.NotNegative(spec, "spec", name);
            if (spec.Text(name) is { } text && !(text.EndsWith('%') && int.TryParse(text.AsSpan(0, text.Length - 1), out var percent) && percent is >= 0 and <= 100))
            {
                errors.Invalid($"spec.{name}", text, "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')");
            }
        }
        if (spec.Map("selector") is { } selector)
        {
            SelectorValidation.Check(selector, "spec.selector", errors);
        }
        errors.OneOf(spec, "spec", "unhealthyPodEvictionPolicy", "AlwaysAllow", "IfHealthyBudget");
    }
}
