namespace Operon.Generators;

/// <summary>Small questions about schemas.</summary>
internal static class SchemaText
{
    /// <summary>The schema of the items of a list or of the values of a dictionary.</summary>
    public static JsonObject? Inner(this JsonObject schema) => schema.Object("items") ?? schema.Object("additionalProperties");

    public static bool IsObject(this JsonObject schema) => schema.Text("type") == "object" || schema.ContainsKey("properties");

    public static bool IsScalar(this JsonObject schema) =>
        schema.Text("type") is "string" or "integer" or "number" or "boolean" || schema.IsTrue("x-kubernetes-int-or-string");

    public static bool IsRequired(this JsonObject schema, string property) => schema.Array("required")?.Texts.Contains(property) == true;

    /// <summary>Adds an item to an array that is made when it is missing.</summary>
    public static void Append(this JsonObject schema, string key, JsonNode item)
    {
        if (schema[key] is not JsonArray items)
        {
            schema[key] = items = [];
        }

        items.Add(item);
    }

    /// <summary>
    /// Sets a keyword. When a named type says another value already, both hold: the second goes to <c>allOf</c>.
    /// </summary>
    public static void Constrain(this JsonObject schema, string key, JsonNode value)
    {
        if (schema[key] is { } present && !JsonNode.AreEqual(present, value))
        {
            schema.Append("allOf", new JsonObject { { key, value } });
        }
        else
        {
            schema[key] = value;
        }
    }
}
