using System.Text.Json.Nodes;
using Operon.ApiServer.Errors;

namespace Operon.ApiServer.Resources.Strategies;

/// <summary>networking.k8s.io/v1 Ingress.</summary>
internal sealed class IngressStrategy : ResourceStrategy
{
    public override bool HasStatus => true;

    public override bool HasGeneration => true;

    protected override JsonObject InitialStatus(JsonObject resource) => new() { ["loadBalancer"] = new JsonObject() };

    protected override void Check(JsonObject resource, List<FieldError> errors)
    {
        var spec = resource.Map("spec");
        if (!spec.Maps("rules").Any() && !spec.Has("defaultBackend"))
        {
            errors.Invalid("spec", spec ?? [], "either `defaultBackend` or `rules` must be specified");
        }
    }
}
