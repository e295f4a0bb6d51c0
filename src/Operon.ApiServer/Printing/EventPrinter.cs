using System.Text.Json.Nodes;

namespace Operon.ApiServer.Printing;

/// <summary>Events of both API groups; events.k8s.io names some fields differently.</summary>
internal static class EventPrinter
{
    public static KindPrinter Printer { get; } = new(
        [
            TableColumn.Text("Last Seen"), TableColumn.Text("Type"), TableColumn.Text("Reason"), TableColumn.Text("Object"), TableColumn.Wide("Subobject"),
            TableColumn.Wide("Source"), TableColumn.Text("Message"), TableColumn.Wide("First Seen"), TableColumn.Wide("Count"),
            new TableColumn("Name", Format: "name", Priority: 1),
        ],
        Cells);

    private static JsonNode?[] Cells(JsonObject e, DateTimeOffset now)
    {
        var involved = e.At("involvedObject") ?? e.At("regarding");
        var first = e.Time("firstTimestamp") ?? e.Time("deprecatedFirstTimestamp") ?? e.Time("eventTime");
        var last = e.Time("series", "lastObservedTime") ?? e.Time("lastTimestamp") ?? e.Time("deprecatedLastTimestamp") ?? first;
        var count = e.Number("series", "count") ?? e.Number("count") ?? e.Number("deprecatedCount") ?? 1;
        var message = e.Text("message") is { Length: > 0 } text ? text : e.Text("note");
        return
        [
            HumanDuration.Since(last, now), e.Text("type"), e.Text("reason"), $"{involved.Text("kind").ToLowerInvariant()}/{involved.Text("name")}",
            involved.Text("fieldPath"), Source(e), message.Trim(), HumanDuration.Since(first, now), Math.Max(count, 1), KindPrinter.Name(e),
        ];
    }

    private static string Source(JsonObject e)
    {
        var source = e.At("source") ?? e.At("deprecatedSource");
        var component = source.Text("component") is { Length: > 0 } given ? given
            : e.Text("reportingComponent") is { Length: > 0 } reporting ? reporting
            : e.Text("reportingController");
        var host = source.Text("host");
        return host.Length == 0 ? component : $"{component}, {host}";
    }
}
