using System.Text.Json.Nodes;

namespace Operon.ApiServer.Printing;

/// <summary>The columns of a kind and how one object fills them (same length, same order).</summary>
internal sealed record KindPrinter(IReadOnlyList<TableColumn> Columns, Func<JsonObject, DateTimeOffset, JsonNode?[]> Cells)
{
    /// <summary>What kinds without columns of their own show.</summary>
    public static KindPrinter NameAndAge { get; } = new([TableColumn.ObjectName, TableColumn.Age], (o, now) => [Name(o), Age(o, now)]);

    public static string Name(JsonObject o) => o.Text("metadata", "name");

    public static string Age(JsonObject o, DateTimeOffset now) => HumanDuration.Since(o.Time("metadata", "creationTimestamp"), now);
}
