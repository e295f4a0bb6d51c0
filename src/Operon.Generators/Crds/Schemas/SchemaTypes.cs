namespace Operon.Generators;

/// <summary>The JSON types <c>[SchemaType]</c> can name.</summary>
internal static class SchemaTypes
{
    public static bool IsKnown(string type) => type is "string" or "integer" or "number" or "boolean" or "object" or "array" or "int-or-string" or "any";

    /// <summary>A schema of the type alone; what is in objects and arrays is not checked.</summary>
    public static JsonObject Of(string type)
    {
        var schema = new JsonObject();
        Set(schema, type);
        return schema;
    }

    /// <summary>Makes a schema one of the type and forgets what does not go with it.</summary>
    public static void Set(JsonObject schema, string type)
    {
        foreach (var keyword in new[] { "format", "enum", "items", "properties", "additionalProperties", "anyOf", "required", "minimum", "maximum", "x-kubernetes-int-or-string" })
        {
            schema.Remove(keyword);
        }

        switch (type)
        {
            case "int-or-string":
                schema.Remove("type");
                schema["anyOf"] = new JsonArray([new JsonObject { { "type", "integer" } }, new JsonObject { { "type", "string" } }]);
                schema["x-kubernetes-int-or-string"] = true;
                break;
            case "any":
                schema.Remove("type");
                schema["x-kubernetes-preserve-unknown-fields"] = true;
                break;
            case "array":
                schema["type"] = type;
                schema["items"] = new JsonObject { { "x-kubernetes-preserve-unknown-fields", true } };
                break;
            default:
                schema["type"] = type;
                break;
        }
    }
}
