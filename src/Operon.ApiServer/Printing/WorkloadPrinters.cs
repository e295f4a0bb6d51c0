using System.Text.Json.Nodes;

namespace Operon.ApiServer.Printing;

/// <summary>Deployments and their like.</summary>
internal static class WorkloadPrinters
{
    public static KindPrinter Deployment { get; } = new(
        [
            TableColumn.ObjectName, TableColumn.Text("Ready"), TableColumn.Text("Up-to-date"), TableColumn.Text("Available"), TableColumn.Age,
            TableColumn.Wide("Containers"), TableColumn.Wide("Images"), TableColumn.Wide("Selector"),
        ],
        (o, now) =>
        [
            KindPrinter.Name(o), $"{Status(o, "readyReplicas")}/{o.Number("spec", "replicas") ?? 0}", Status(o, "updatedReplicas"), Status(o, "availableReplicas"),
            KindPrinter.Age(o, now), Containers(o), Images(o), Fields.Selector(o.At("spec", "selector")),
        ]);

    public static KindPrinter ReplicaSet { get; } = new(
        [
            TableColumn.ObjectName, TableColumn.Integer("Desired"), TableColumn.Integer("Current"), TableColumn.Integer("Ready"), TableColumn.Age,
            TableColumn.Wide("Containers"), TableColumn.Wide("Images"), TableColumn.Wide("Selector"),
        ],
        (o, now) =>
        [
            KindPrinter.Name(o), o.Number("spec", "replicas") ?? 0, Status(o, "replicas"), Status(o, "readyReplicas"), KindPrinter.Age(o, now),
            Containers(o), Images(o), o.Text("kind") == "ReplicationController" ? Fields.Labels(o.Map("spec", "selector")) : Fields.Selector(o.At("spec", "selector")),
        ]);

    public static KindPrinter StatefulSet { get; } = new(
        [TableColumn.ObjectName, TableColumn.Text("Ready"), TableColumn.Age, TableColumn.Wide("Containers"), TableColumn.Wide("Images")],
        (o, now) =>
        [
            KindPrinter.Name(o), $"{Status(o, "readyReplicas")}/{o.Number("spec", "replicas") ?? 0}", KindPrinter.Age(o, now), Containers(o), Images(o),
        ]);

    public static KindPrinter DaemonSet { get; } = new(
        [
            TableColumn.ObjectName, TableColumn.Integer("Desired"), TableColumn.Integer("Current"), TableColumn.Integer("Ready"),
            TableColumn.Integer("Up-to-date"), TableColumn.Integer("Available"), TableColumn.Text("Node Selector"), TableColumn.Age,
            TableColumn.Wide("Containers"), TableColumn.Wide("Images"), TableColumn.Wide("Selector"),
        ],
        (o, now) =>
        [
            KindPrinter.Name(o), Status(o, "desiredNumberScheduled"), Status(o, "currentNumberScheduled"), Status(o, "numberReady"),
            Status(o, "updatedNumberScheduled"), Status(o, "numberAvailable"), Fields.Labels(o.Map("spec", "template", "spec", "nodeSelector")),
            KindPrinter.Age(o, now), Containers(o), Images(o), Fields.Selector(o.At("spec", "selector")),
        ]);

    public static KindPrinter ControllerRevision { get; } = new(
        [TableColumn.ObjectName, TableColumn.Text("Controller"), TableColumn.Integer("Revision"), TableColumn.Age],
        (o, now) => [KindPrinter.Name(o), Controller(o), o.Number("revision") ?? 0, KindPrinter.Age(o, now)]);

    public static string Containers(JsonObject o, params ReadOnlySpan<string> pod) => Join(o, "name", pod);

    public static string Images(JsonObject o, params ReadOnlySpan<string> pod) => Join(o, "image", pod);

    private static string Join(JsonObject o, string field, ReadOnlySpan<string> pod)
    {
        var spec = pod.IsEmpty ? o.At("spec", "template", "spec") : o.At(pod);
        return string.Join(',', spec.List("containers").Select(container => container.Text(field)));
    }

    private static long Status(JsonObject o, string field) => o.Number("status", field) ?? 0;

    private static string Controller(JsonObject o)
    {
        var owner = o.List("metadata", "ownerReferences").FirstOrDefault(reference => reference.IsTrue("controller"));
        var (group, _) = owner.Text("apiVersion").Split('/') is [var g, var v] ? (g, v) : ("", "");
        return owner is null ? "<none>" : $"{owner.Text("kind").ToLowerInvariant()}{(group.Length == 0 ? "" : $".{group}")}/{owner.Text("name")}";
    }
}
