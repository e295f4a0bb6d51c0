using Microsoft.CodeAnalysis;

namespace Operon.Generators;

/// <summary>What a version has beside its schema: subresources, columns of <c>kubectl get</c>, selectable fields.</summary>
internal static class VersionExtras
{
    public static JsonObject Of(INamedTypeSymbol type, SchemaBuilder builder, JsonObject schema, IFindings findings)
    {
        var extras = new JsonObject();
        var subresources = new JsonObject();
        if (schema.Object("properties")?.ContainsKey("status") == true || type.GetAttributes().FindOwn("StatusSubresource") is not null)
        {
            subresources["status"] = new JsonObject();
        }

        if (type.GetAttributes().FindOwn("ScaleSubresource") is { } scale)
        {
            subresources["scale"] = Scale(type, scale, schema, findings);
        }

        if (subresources.Count > 0)
        {
            extras["subresources"] = subresources;
        }

        // Those of properties come first, so that a column such as Age that stands on the class is the last one.
        var columns = builder.Columns.Concat(OfClass(type, schema, findings)).ToList();
        if (columns.Count > 0)
        {
            extras["additionalPrinterColumns"] = new JsonArray(columns);
        }

        if (builder.SelectableFields.Count > 0)
        {
            extras["selectableFields"] = new JsonArray(builder.SelectableFields.Select(path => new JsonObject { { "jsonPath", path } }));
        }

        if (builder.SelectableFields.Count > 8)
        {
            findings.Add(CrdRules.WrongPlace, type.SourceLocation(), "SelectableField", type.Name, $"a version has at most 8 selectable fields, not {builder.SelectableFields.Count}");
        }

        return extras;
    }

    private static IEnumerable<JsonObject> OfClass(INamedTypeSymbol type, JsonObject schema, IFindings findings)
    {
        foreach (var attribute in type.GetAttributes().Where(attribute => attribute.FullName() == "Operon.Kubernetes.PrinterColumnAttribute"))
        {
            var column = PrinterColumns.Of(attribute);
            if (column.Text("type") is not ("integer" or "number" or "string" or "boolean" or "date"))
            {
                findings.Add(CrdRules.WrongPlace, attribute.Location(), "PrinterColumn", type.Name, "on a class it has a name, a type (integer, number, string, boolean or date) and a path");
                continue;
            }

            if (SchemaPaths.Problem(column.Text("jsonPath") ?? "", schema) is { } problem)
            {
                findings.Add(CrdRules.UnknownPath, attribute.Location(), "PrinterColumn", type.Name, problem);
            }

            yield return column;
        }
    }

    private static JsonObject Scale(INamedTypeSymbol type, AttributeData attribute, JsonObject schema, IFindings findings)
    {
        var scale = new JsonObject
        {
            ["specReplicasPath"] = attribute.Argument(0) as string,
            ["statusReplicasPath"] = attribute.Argument(1) as string,
            ["labelSelectorPath"] = attribute.NamedText("LabelSelectorPath"),
        };
        foreach (var path in scale)
        {
            if (SchemaPaths.Problem(((JsonText)path.Value).Value, schema) is { } problem)
            {
                findings.Add(CrdRules.UnknownPath, attribute.Location(), "ScaleSubresource", type.Name, problem);
            }
        }

        return scale;
    }
}
