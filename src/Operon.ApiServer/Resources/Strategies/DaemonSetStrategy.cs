using System.Text.Json.Nodes;
using Operon.ApiServer.Errors;

namespace Operon.ApiServer.Resources.Strategies;

/// <summary>apps/v1 DaemonSet.</summary>
internal sealed class DaemonSetStrategy : ResourceStrategy
{
    public override bool HasStatus => true;

    public override bool HasGeneration => true;

    public override void Default(JsonObject resource)
    {
        var spec = resource.EnsureMap("spec");
        PodSpecDefaults.ApplyToTemplate(spec);
        var strategy = spec.EnsureMap("updateStrategy");
        strategy.SetDefaultText("type", "RollingUpdate");
        if (strategy.Text("type") == "RollingUpdate")
        {
            var rolling = strategy.EnsureMap("rollingUpdate");
            rolling.SetDefault("maxUnavailable", 1);
            rolling.SetDefault("maxSurge", 0);
        }
        spec.SetDefault("revisionHistoryLimit", 10);
    }

    protected override JsonObject InitialStatus(JsonObject resource) => new()
    {
        ["currentNumberScheduled"] = 0L,
        ["desiredNumberScheduled"] = 0L,
        ["numberMisscheduled"] = 0L,
        ["numberReady"] = 0L,
    };

    protected override void Check(JsonObject resource, List<FieldError> errors)
    {
        var spec = resource.Map("spec") ?? [];
        errors.NotNegative(spec, "spec", "minReadySeconds", "revisionHistoryLimit");
        errors.OneOf(spec.Map("updateStrategy"), "spec.updateStrategy", "type", "RollingUpdate", "OnDelete");
        SelectorValidation.CheckWithTemplate(spec, "daemonset", errors);
        PodSpecValidation.CheckTemplate(spec, "spec", errors);
        TemplateValidation.AlwaysRestarts(spec, errors);
    }

    protected override void CheckUpdate(JsonObject updated, JsonObject old, List<FieldError> errors) =>
        errors.Unchanged("spec.selector", updated.Map("spec")?["selector"], old.Map("spec")?["selector"]);
}
