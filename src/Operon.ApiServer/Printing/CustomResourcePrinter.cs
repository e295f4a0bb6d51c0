using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Operon.ApiServer.Schemas;

namespace Operon.ApiServer.Printing;

/// <summary>Columns of custom resources, from their additionalPrinterColumns.</summary>
internal static class CustomResourcePrinter
{
    public static KindPrinter Create(JsonArray? additionalPrinterColumns)
    {
        var columns = new List<TableColumn> { TableColumn.ObjectName };
        var paths = new List<(string Type, PrinterColumnPath? Path)>();
        foreach (var column in additionalPrinterColumns is { Count: > 0 } given ? given : Default)
        {
            var type = column.Text("type");
            columns.Add(new TableColumn(column.Text("name"), type, column.Text("format"), Description(column), (int)(column.Number("priority") ?? 0)));
            paths.Add((type, Parse(column.Text("jsonPath"))));
        }
        return new KindPrinter(columns, (item, now) => [KindPrinter.Name(item), .. paths.Select(path => Cell(item, path.Type, path.Path, now))]);
    }

    private static JsonArray Default => [new JsonObject { ["name"] = "Age", ["type"] = "date", ["jsonPath"] = ".metadata.creationTimestamp" }];

    private static string Description(JsonNode? column) =>
        column.Text("description") is { Length: > 0 } description ? description : $"Custom resource definition column (in JSONPath format): {column.Text("jsonPath")}";

    /// <summary>A path the CRD check let through but we cannot read shows as an empty column, never as a failed list.</summary>
    private static PrinterColumnPath? Parse(string path)
    {
        try
        {
            return PrinterColumnPath.Parse(path);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static JsonNode? Cell(JsonObject item, string type, PrinterColumnPath? path, DateTimeOffset now)
    {
        if (path is null || !path.TryFind(item, out var value) || value is null)
        {
            return null;
        }
        var kind = value.GetValueKind();
        return type switch
        {
            "integer" when kind == JsonValueKind.Number => Integer(value),
            "number" when kind == JsonValueKind.Number => value.DeepClone(),
            "boolean" when kind is JsonValueKind.True or JsonValueKind.False => value.DeepClone(),
            "string" => value is JsonValue ? value.Scalar() : value.ToJsonString(),
            "date" when kind == JsonValueKind.String => StringFormats.IsValid("date-time", value.Scalar()) ? HumanDuration.Since(value.Time(), now) : "<invalid>",
            _ => null,
        };
    }

    private static JsonNode Integer(JsonNode value) => value.Number() is { } exact
        ? exact
        : (long)double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture);
}
