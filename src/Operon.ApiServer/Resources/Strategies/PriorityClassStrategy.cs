using System.Text.Json.Nodes;
using Operon.ApiServer.Errors;

namespace Operon.ApiServer.Resources.Strategies;

/// <summary>scheduling.k8s.io/v1 PriorityClass.</summary>
internal sealed class PriorityClassStrategy : ResourceStrategy
{
    public override bool HasGeneration => true;

    public override void Default(JsonObject resource)
    {
        resource.SetDefaultText("preemptionPolicy", "PreemptLowerPriority");
        resource.SetDefault("value", 0);
    }

    protected override void Check(JsonObject resource, List<FieldError> errors)
    {
        if (resource.Map("metadata").Text("name")?.StartsWith("system-", StringComparison.Ordinal) != true && resource.Number("value") > 1_000_000_000)
        {
            errors.Forbidden("value", "maximum allowed value of a user defined priority is 1000000000");
        }
    }

    protected override void CheckUpdate(JsonObject updated, JsonObject old, List<FieldError> errors)
    {
        if (updated.Number("value") != old.Number("value"))
        {
            errors.Forbidden("value", "may not be changed in an update.");
        }
        errors.Unchanged("preemptionPolicy", updated["preemptionPolicy"], old["preemptionPolicy"]);
    }
}
