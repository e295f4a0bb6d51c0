using System.Text.Json.Nodes;
using Operon.ApiServer.Errors;

namespace Operon.ApiServer.Resources.Strategies;

/// <summary>core/v1 PodTemplate.</summary>
internal sealed class PodTemplateStrategy : ResourceStrategy
{
    public override bool AllowsCreateOnUpdate => true;

    public override bool HasGeneration => true;

    public override void Default(JsonObject resource) => PodSpecDefaults.ApplyToTemplate(resource);

    protected override void Check(JsonObject resource, List<FieldError> errors) =>
        PodSpecValidation.Check(resource.Map("template").Map("spec") ?? [], "template.spec", errors);
}
