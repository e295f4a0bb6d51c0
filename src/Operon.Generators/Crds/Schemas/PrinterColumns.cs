using Microsoft.CodeAnalysis;

namespace Operon.Generators;

internal static class PrinterColumns
{
    /// <summary>The column of a property: what the attribute does not say follows from the property.</summary>
    public static JsonObject Of(AttributeData attribute, string property, string path, JsonObject schema)
    {
        var column = Of(attribute);
        column["name"] ??= property;
        column["jsonPath"] ??= path;
        column["type"] ??= TypeOf(schema);
        column["description"] ??= schema["description"]?.Clone();
        return column;
    }

    /// <summary>What the attribute says.</summary>
    public static JsonObject Of(AttributeData attribute)
    {
        var column = new JsonObject
        {
            ["name"] = attribute.Argument(0) as string,
            ["type"] = attribute.NamedText("Type") ?? attribute.Argument(1) as string,
            ["jsonPath"] = attribute.Argument(2) as string,
            ["description"] = attribute.NamedText("Description"),
            ["format"] = attribute.NamedText("Format"),
        };
        if (attribute.Named("Priority")?.Value is int and not 0 and var priority)
        {
            column["priority"] = (int)priority;
        }

        return column;
    }

    private static string TypeOf(JsonObject schema) => schema switch
    {
        _ when schema.Text("format") == "date-time" => "date",
        _ when schema.Text("type") is "integer" or "number" or "boolean" => schema.Text("type")!,
        _ => "string",
    };
}
