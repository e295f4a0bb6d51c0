using System.Text.Json.Nodes;
using Operon.ApiServer.Errors;

namespace Operon.ApiServer.Resources.Strategies;

/// <summary>autoscaling/v2 HorizontalPodAutoscaler.</summary>
internal sealed class HorizontalPodAutoscalerStrategy : ResourceStrategy
{
    public override bool HasStatus => true;

    public override void Default(JsonObject resource) => resource.EnsureMap("spec").SetDefault("minReplicas", 1);

    protected override JsonObject InitialStatus(JsonObject resource) => new() { ["currentMetrics"] = null, ["desiredReplicas"] = 0L };

    protected override void Check(JsonObject resource, List<FieldError> errors)
    {
        var spec = resource.Map("spec");
        if (spec.Number("maxReplicas") is null or < 1)
        {
            errors.Invalid("spec.maxReplicas", spec?["maxReplicas"] ?? 0, "must be greater than 0");
        }
        if (spec.Number("maxReplicas") < spec.Number("minReplicas"))
        {
            errors.Invalid("spec.maxReplicas", spec!["maxReplicas"], "must be greater than or equal to `minReplicas`");
        }
    }
}
