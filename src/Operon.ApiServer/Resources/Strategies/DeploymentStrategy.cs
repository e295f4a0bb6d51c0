using System.Text.Json.Nodes;
using Operon.ApiServer.Errors;

namespace Operon.ApiServer.Resources.Strategies;

/// <summary>apps/v1 Deployment.</summary>
internal sealed class DeploymentStrategy : ScalableStrategy
{
    public override void Default(JsonObject resource)
    {
        var spec = resource.EnsureMap("spec");
        PodSpecDefaults.ApplyToTemplate(spec);
        spec.SetDefault("replicas", 1);
        var strategy = spec.EnsureMap("strategy");
        strategy.SetDefaultText("type", "RollingUpdate");
        if (strategy.Text("type") == "RollingUpdate")
        {
            var rolling = strategy.EnsureMap("rollingUpdate");
            rolling.SetDefault("maxUnavailable", "25%");
            rolling.SetDefault("maxSurge", "25%");
        }
        spec.SetDefault("revisionHistoryLimit", 10);
        spec.SetDefault("progressDeadlineSeconds", 600);
    }

    protected override JsonObject InitialStatus(JsonObject resource) => [];

    protected override void Check(JsonObject resource, List<FieldError> errors)
    {
        var spec = resource.Map("spec") ?? [];
        errors.NotNegative(spec, "spec", "replicas", "minReadySeconds", "revisionHistoryLimit", "progressDeadlineSeconds");
        SelectorValidation.CheckWithTemplate(spec, "deployment", errors);
        PodSpecValidation.CheckTemplate(spec, "spec", errors);
        TemplateValidation.AlwaysRestarts(spec, errors);
        var strategy = spec.Map("strategy");
        errors.OneOf(strategy, "spec.strategy", "type", "Recreate", "RollingUpdate");
        if (strategy.Text("type") == "Recreate" && strategy.Has("rollingUpdate"))
        {
            errors.Forbidden("spec.strategy.rollingUpdate", "may not be specified when strategy `type` is 'Recreate'");
        }
        if (strategy.Map("rollingUpdate") is { } rolling && TemplateValidation.IsZero(rolling["maxSurge"]) && TemplateValidation.IsZero(rolling["maxUnavailable"]))
        {
            errors.Invalid("spec.strategy.rollingUpdate.maxUnavailable", rolling["maxUnavailable"], "may not be 0 when `maxSurge` is 0");
        }
        if (spec.Number("progressDeadlineSeconds") <= (spec.Number("minReadySeconds") ?? 0))
        {
            errors.Invalid("spec.progressDeadlineSeconds", spec["progressDeadlineSeconds"], "must be greater than minReadySeconds");
        }
    }

    protected override void CheckUpdate(JsonObject updated, JsonObject old, List<FieldError> errors) =>
        errors.Unchanged("spec.selector", updated.Map("spec")?["selector"], old.Map("spec")?["selector"]);
}
