using System.Text.Json.Nodes;

namespace Operon.ApiServer.Printing;

/// <summary>Renders objects as <c>meta.k8s.io/v1 Table</c>. Thread-safe; keep one per kind (CRDs: one per version, rebuilt when it changes).</summary>
internal sealed class TablePrinter
{
    private readonly KindPrinter _printer;

    private TablePrinter(KindPrinter printer) => _printer = printer;

    public IReadOnlyList<TableColumn> Columns => _printer.Columns;

    /// <summary>The printer of a built-in kind; Name and Age when it has no columns of its own.</summary>
    public static TablePrinter For(string group, string kind) => new(KindPrinters.Find(group, kind) ?? KindPrinter.NameAndAge);

    /// <summary>The printer of a CRD version: Name and its additionalPrinterColumns, or Age when it has none.</summary>
    public static TablePrinter ForCustomResource(JsonArray? additionalPrinterColumns) => new(CustomResourcePrinter.Create(additionalPrinterColumns));

    /// <summary>
    /// The Table of <paramref name="objects"/>. <paramref name="listMetadata"/> is the list's metadata (resourceVersion, continue,
    /// remainingItemCount); for a single object it is taken from the object. Watch events after the first leave <paramref name="withColumns"/>
    /// false. The objects are not changed; with <see cref="IncludeObject.Object"/> they are cloned into the rows.
    /// </summary>
    public JsonObject Print(
        IReadOnlyCollection<JsonObject> objects, JsonObject? listMetadata, IncludeObject include, DateTimeOffset now, bool withColumns = true)
    {
        var metadata = new JsonObject();
        if (listMetadata is null && objects.Count == 1 && objects.First().Text("metadata", "resourceVersion") is { Length: > 0 } version)
        {
            metadata["resourceVersion"] = version;
        }
        foreach (var (name, value) in listMetadata ?? [])
        {
            metadata[name] = value?.DeepClone();
        }
        var rows = new JsonArray();
        foreach (var item in objects)
        {
            rows.Add((JsonNode)Row(item, include, now));
        }
        return new JsonObject
        {
            ["kind"] = "Table",
            ["apiVersion"] = "meta.k8s.io/v1",
            ["metadata"] = metadata,
            ["columnDefinitions"] = withColumns ? new JsonArray([.. Columns.Select(column => (JsonNode)column.ToJson())]) : null,
            ["rows"] = rows,
        };
    }

    private JsonObject Row(JsonObject item, IncludeObject include, DateTimeOffset now)
    {
        var row = new JsonObject { ["cells"] = new JsonArray(_printer.Cells(item, now)) };
        if (PodPrinter.RowConditions(item) is { } conditions)
        {
            row["conditions"] = conditions;
        }
        row["object"] = include switch
        {
            IncludeObject.None => null,
            IncludeObject.Object => item.DeepClone(),
            _ => new JsonObject
            {
                ["kind"] = "PartialObjectMetadata",
                ["apiVersion"] = "meta.k8s.io/v1",
                ["metadata"] = item.Map("metadata").DeepClone(),
            },
        };
        return row;
    }
}
