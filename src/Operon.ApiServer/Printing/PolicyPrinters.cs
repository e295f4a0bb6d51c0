using System.Text.Json.Nodes;

namespace Operon.ApiServer.Printing;

/// <summary>Budgets, leases, priorities, autoscalers.</summary>
internal static class PolicyPrinters
{
    public static KindPrinter PodDisruptionBudget { get; } = new(
        [
            TableColumn.ObjectName, TableColumn.Text("Min Available"), TableColumn.Text("Max Unavailable"), TableColumn.Integer("Allowed Disruptions"), TableColumn.Age,
        ],
        (o, now) =>
        [
            KindPrinter.Name(o), OrNotApplicable(o.Scalar("spec", "minAvailable")), OrNotApplicable(o.Scalar("spec", "maxUnavailable")),
            o.Number("status", "disruptionsAllowed") ?? 0, KindPrinter.Age(o, now),
        ]);

    public static KindPrinter Lease { get; } = new(
        [TableColumn.ObjectName, TableColumn.Text("Holder"), TableColumn.Age],
        (o, now) => [KindPrinter.Name(o), o.Text("spec", "holderIdentity"), KindPrinter.Age(o, now)]);

    public static KindPrinter PriorityClass { get; } = new(
        [
            TableColumn.ObjectName, TableColumn.Integer("Value"), new TableColumn("Global-Default", "boolean"), TableColumn.Age, TableColumn.Text("PreemptionPolicy"),
        ],
        (o, now) => [KindPrinter.Name(o), o.Number("value") ?? 0, o.IsTrue("globalDefault"), KindPrinter.Age(o, now), o.Text("preemptionPolicy")]);

    public static KindPrinter RuntimeClass { get; } = new(
        [TableColumn.ObjectName, TableColumn.Text("Handler"), TableColumn.Age],
        (o, now) => [KindPrinter.Name(o), o.Text("handler"), KindPrinter.Age(o, now)]);

    public static KindPrinter HorizontalPodAutoscaler { get; } = new(
        [
            TableColumn.ObjectName, TableColumn.Text("Reference"), TableColumn.Text("Targets"), TableColumn.Text("MinPods"), TableColumn.Text("MaxPods"),
            TableColumn.Text("Replicas"), TableColumn.Age,
        ],
        (o, now) =>
        [
            KindPrinter.Name(o), $"{o.Text("spec", "scaleTargetRef", "kind")}/{o.Text("spec", "scaleTargetRef", "name")}", Targets(o),
            o.Scalar("spec", "minReplicas") is { Length: > 0 } minimum ? minimum : "<unset>", o.Number("spec", "maxReplicas") ?? 0,
            o.Number("status", "currentReplicas") ?? 0, KindPrinter.Age(o, now),
        ]);

    private static string OrNotApplicable(string text) => text.Length == 0 ? "N/A" : text;

    private static string Targets(JsonObject o)
    {
        if (o.Number("spec", "targetCPUUtilizationPercentage") is { } cpu)
        {
            var current = o.Number("status", "currentCPUUtilizationPercentage") is { } used ? $"{used}%" : "<unknown>";
            return $"cpu: {current}/{cpu}%";
        }
        var metrics = o.List("spec", "metrics").Select((metric, index) => Target(metric, o.List("status", "currentMetrics").ElementAtOrDefault(index))).ToList();
        return metrics.Count > 2 ? $"{string.Join(", ", metrics.Take(2))} + {metrics.Count - 2} more..." : string.Join(", ", metrics).OrNone();
    }

    private static string Target(JsonNode? metric, JsonNode? current)
    {
        var source = metric.Text("type") is { Length: > 1 } type ? char.ToLowerInvariant(type[0]) + type[1..] : "";
        var wanted = metric.At(source, "target");
        var found = current.At(source, "current");
        var name = metric.Text(source, "name") is { Length: > 0 } resource ? $"{resource}: " : "";
        if (wanted.Number("averageUtilization") is { } percent)
        {
            return $"{name}{(found.Number("averageUtilization") is { } used ? $"{used}%" : "<unknown>")}/{percent}%";
        }
        var isAverage = wanted.Has("averageValue");
        var value = found.Scalar(isAverage ? "averageValue" : "value");
        return $"{name}{(value.Length == 0 ? "<unknown>" : value)}/{wanted.Scalar(isAverage ? "averageValue" : "value")}{(isAverage && name.Length == 0 ? " (avg)" : "")}";
    }
}
