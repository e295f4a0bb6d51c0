using System.Text.Json.Nodes;
using Operon.ApiServer.Errors;

namespace Operon.ApiServer.Resources.Strategies;

/// <summary>core/v1 ReplicationController; its selector is a plain map and defaults to the template's labels.</summary>
internal sealed class ReplicationControllerStrategy : ScalableStrategy
{
    protected override IEnumerable<string> ExtraFields => ["status.replicas"];

    public override void Default(JsonObject resource)
    {
        var spec = resource.EnsureMap("spec");
        PodSpecDefaults.ApplyToTemplate(spec);
        spec.SetDefault("replicas", 1);
        if (spec.Map("template").Map("metadata").Map("labels") is { Count: > 0 } labels)
        {
            if (spec.Map("selector") is null or { Count: 0 })
            {
                spec["selector"] = labels.DeepClone();
            }
            var metadata = resource.EnsureMap("metadata");
            if (metadata.Map("labels") is null or { Count: 0 })
            {
                metadata["labels"] = labels.DeepClone();
            }
        }
    }

    protected override JsonObject InitialStatus(JsonObject resource) => new() { ["replicas"] = 0L };

    protected override void Check(JsonObject resource, List<FieldError> errors)
    {
        var spec = resource.Map("spec") ?? [];
        errors.NotNegative(spec, "spec", "replicas", "minReadySeconds");
        if (spec.Map("selector") is null or { Count: 0 })
        {
            errors.Required("spec.selector");
        }
        PodSpecValidation.CheckTemplate(spec, "spec", errors);
        TemplateValidation.AlwaysRestarts(spec, errors);
    }

    protected override string SelectorText(JsonObject resource) => string.Join(
        ',',
        (resource.Map("spec").Map("selector") ?? []).OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => $"{member.Key}={member.Value.AsText()}"));

    protected override string SelectableField(JsonObject resource, string name) =>
        name == "status.replicas" ? (resource.Map("status").Number("replicas") ?? 0).ToString(System.Globalization.CultureInfo.InvariantCulture) : base.SelectableField(resource, name);
}
