namespace Operon.ApiServer.Schemas;

/// <summary>OpenAPI names of the types.</summary>
internal static class SchemaTypes
{
    public static string Name(SchemaType type) => type switch
    {
        SchemaType.Object => "object",
        SchemaType.Array => "array",
        SchemaType.String => "string",
        SchemaType.Integer => "integer",
        SchemaType.Number => "number",
        SchemaType.Boolean => "boolean",
        _ => "",
    };
}
