using System.Text.Json.Nodes;
using Operon.ApiServer.Errors;

namespace Operon.ApiServer.Resources.Strategies;

/// <summary>core/v1 Pod.</summary>
internal sealed class PodStrategy : ResourceStrategy
{
    public override bool HasStatus => true;

    public override bool HasGeneration => true;

    protected override IEnumerable<string> ExtraFields =>
    [
        "spec.nodeName", "spec.host", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "spec.hostNetwork",
        "status.phase", "status.podIP", "status.podIPs", "status.nominatedNodeName",
    ];

    public override void Default(JsonObject resource)
    {
        var spec = resource.EnsureMap("spec");
        spec.SetDefault("enableServiceLinks", true);
        PodSpecDefaults.Apply(spec);
    }

    public override void PrepareForStatusUpdate(JsonObject updated, JsonObject old)
    {
        base.PrepareForStatusUpdate(updated, old);
        updated.EnsureMap("metadata").TakeFrom(old.Map("metadata"), "ownerReferences");
    }

    protected override JsonObject InitialStatus(JsonObject resource) => new()
    {
        ["phase"] = "Pending",
        ["qosClass"] = QualityOfService.Of(resource.Map("spec")),
    };

    protected override void Check(JsonObject resource, List<FieldError> errors) =>
        PodSpecValidation.Check(resource.Map("spec") ?? [], "spec", errors);

    protected override void CheckUpdate(JsonObject updated, JsonObject old, List<FieldError> errors) =>
        PodUpdateValidation.Check(updated.Map("spec") ?? [], old.Map("spec") ?? [], errors);

    protected override string SelectableField(JsonObject resource, string name) => name switch
    {
        "spec.host" => base.SelectableField(resource, "spec.nodeName"),
        "spec.hostNetwork" => resource.Map("spec").Flag("hostNetwork") ? "true" : "false",
        "status.podIPs" => string.Join(',', resource.Map("status").Maps("podIPs").Select(address => address.Text("ip"))),
        _ => base.SelectableField(resource, name),
    };
}
