using Microsoft.CodeAnalysis;

namespace Operon.Generators;

/// <summary>Printer columns and selectable fields that stand on properties.</summary>
internal static class MemberColumns
{
    public static void Add(SchemaBuilder builder, JsonObject schema, SchemaMember member, Place place, IFindings findings)
    {
        foreach (var attribute in member.Attributes)
        {
            switch (attribute.FullName())
            {
                case "Operon.Kubernetes.PrinterColumnAttribute" when HasPath("PrinterColumn", attribute, place, findings):
                    builder.Columns.Add(PrinterColumns.Of(attribute, member.Property.Name, place.Path!, schema));
                    break;
                case "Operon.Kubernetes.SelectableFieldAttribute" when HasPath("SelectableField", attribute, place, findings):
                    if (schema.Text("type") is "string" or "integer" or "boolean")
                    {
                        builder.SelectableFields.Add(place.Path!);
                    }
                    else
                    {
                        findings.Add(CrdRules.WrongPlace, attribute.Location() ?? place.Location, "SelectableField", place.Display, "only strings, integers and booleans can be selected by");
                    }

                    break;
            }
        }
    }

    private static bool HasPath(string name, AttributeData attribute, Place place, IFindings findings)
    {
        if (place.Path is null)
        {
            findings.Add(CrdRules.WrongPlace, attribute.Location() ?? place.Location, name, place.Display, "no path leads into a list or dictionary");
        }

        return place.Path is not null;
    }
}
