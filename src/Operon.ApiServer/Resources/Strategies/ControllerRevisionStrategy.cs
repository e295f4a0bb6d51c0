using System.Text.Json.Nodes;
using Operon.ApiServer.Errors;

namespace Operon.ApiServer.Resources.Strategies;

/// <summary>apps/v1 ControllerRevision: its data never changes.</summary>
internal sealed class ControllerRevisionStrategy : ResourceStrategy
{
    protected override void Check(JsonObject resource, List<FieldError> errors)
    {
        if (!resource.Has("data"))
        {
            errors.Required("data", "data is mandatory");
        }
        if (resource.Number("revision") is < 0)
        {
            errors.Invalid("revision", resource["revision"], "must be greater than or equal to 0");
        }
    }

    protected override void CheckUpdate(JsonObject updated, JsonObject old, List<FieldError> errors) => errors.Unchanged("data", updated["data"], old["data"]);
}
