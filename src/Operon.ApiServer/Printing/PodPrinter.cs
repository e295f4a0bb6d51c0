using System.Globalization;
using System.Text.Json.Nodes;

namespace Operon.ApiServer.Printing;

/// <summary>
/// Pods. "Status" is the most telling of phase, reason, container states and deletion; people judge pods by it, so every rule of the real server
/// counts.
/// </summary>
internal static class PodPrinter
{
    public static KindPrinter Printer { get; } = new(
        [
            TableColumn.ObjectName, TableColumn.Text("Ready"), TableColumn.Text("Status"), TableColumn.Text("Restarts"), TableColumn.Age,
            TableColumn.Wide("IP"), TableColumn.Wide("Node"), TableColumn.Wide("Nominated Node"), TableColumn.Wide("Readiness Gates"),
        ],
        Cells);

    /// <summary>Finished pods carry a row condition, so that clients can tell them apart; null for everything else.</summary>
    public static JsonArray? RowConditions(JsonObject item)
    {
        if (item.Text("kind") != "Pod" || item.Text("apiVersion") != "v1")
        {
            return null;
        }
        var (reason, message) = item.Text("status", "phase") switch
        {
            "Succeeded" => ("Succeeded", "The pod has completed successfully."),
            "Failed" => ("Failed", "The pod failed."),
            _ => ("", ""),
        };
        return reason.Length == 0 ? null : new JsonArray(new JsonObject
        {
            ["type"] = "Completed",
            ["status"] = "True",
            ["reason"] = reason,
            ["message"] = message,
        });
    }

    private static JsonNode?[] Cells(JsonObject pod, DateTimeOffset now)
    {
        var state = PodState.Of(pod);
        var restarts = state.Restarts != 0 && state.LastRestart is { } last
            ? $"{state.Restarts} ({HumanDuration.Since(last, now)} ago)"
            : state.Restarts.ToString(CultureInfo.InvariantCulture);
        return
        [
            KindPrinter.Name(pod), $"{state.ReadyContainers}/{state.TotalContainers}", state.Status, restarts, KindPrinter.Age(pod, now),
            pod.Text("status", "podIP").OrNone(), pod.Text("spec", "nodeName").OrNone(), pod.Text("status", "nominatedNodeName").OrNone(), Gates(pod),
        ];
    }

    private static string Gates(JsonObject pod)
    {
        var gates = pod.List("spec", "readinessGates");
        var passed = gates.Count(gate => pod.Condition(gate.Text("conditionType")).Text("status") == "True");
        return gates.Count == 0 ? "<none>" : $"{passed}/{gates.Count}";
    }
}
