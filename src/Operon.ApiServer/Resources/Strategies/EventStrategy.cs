using System.Text.Json.Nodes;
using Operon.ApiServer.Errors;

namespace Operon.ApiServer.Resources.Strategies;

/// <summary>Events, in the shape of core/v1 (<c>involvedObject</c>) or of events.k8s.io/v1 (<c>regarding</c>).</summary>
internal sealed class EventStrategy(string reference) : ResourceStrategy
{
    private static readonly string[] s_referenceFields = ["kind", "namespace", "name", "uid", "apiVersion", "resourceVersion", "fieldPath"];

    public override bool AllowsCreateOnUpdate => true;

    protected override IEnumerable<string> ExtraFields =>
        [.. s_referenceFields.Select(name => $"{reference}.{name}"), "reason", "reportingComponent", "reportingController", "source", "type"];

    protected override void Check(JsonObject resource, List<FieldError> errors)
    {
        var space = resource.Map("metadata").Text("namespace") ?? "";
        var involved = resource.Map(reference).Text("namespace") ?? "";
        if (involved.Length == 0 ? space is not ("" or "default" or "kube-system") : involved != space)
        {
            errors.Invalid($"{reference}.namespace", involved, "does not match event.namespace");
        }
    }

    protected override string SelectableField(JsonObject resource, string name) => name switch
    {
        "source" => resource.Map("source").Text("component") ?? resource.Text("reportingComponent") ?? resource.Text("reportingController") ?? "",
        "reportingComponent" or "reportingController" => resource.Text("reportingComponent") ?? resource.Text("reportingController") ?? "",
        _ => base.SelectableField(resource, name),
    };
}
