using System.Text.Json.Nodes;
using Operon.ApiServer.Errors;

namespace Operon.ApiServer.Resources.Strategies;

/// <summary>apps/v1 ReplicaSet.</summary>
internal sealed class ReplicaSetStrategy : ScalableStrategy
{
    public override void Default(JsonObject resource)
    {
        var spec = resource.EnsureMap("spec");
        PodSpecDefaults.ApplyToTemplate(spec);
        spec.SetDefault("replicas", 1);
    }

    protected override JsonObject InitialStatus(JsonObject resource) => new() { ["replicas"] = 0L };

    protected override void Check(JsonObject resource, List<FieldError> errors)
    {
        var spec = resource.Map("spec") ?? [];
        errors.NotNegative(spec, "spec", "replicas", "minReadySeconds");
        SelectorValidation.CheckWithTemplate(spec, "replicaset", errors);
        PodSpecValidation.CheckTemplate(spec, "spec", errors);
        TemplateValidation.AlwaysRestarts(spec, errors);
    }

    protected override void CheckUpdate(JsonObject updated, JsonObject old, List<FieldError> errors) =>
        errors.Unchanged("spec.selector", updated.Map("spec")?["selector"], old.Map("spec")?["selector"]);
}
