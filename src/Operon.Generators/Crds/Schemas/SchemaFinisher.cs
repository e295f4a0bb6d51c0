namespace Operon.Generators;

/// <summary>Brings a schema into the form the project's settings ask for.</summary>
internal static class SchemaFinisher
{
    private static readonly string[] _metadataFields = ["name", "namespace", "generateName"];

    /// <summary>Changes the schema in place.</summary>
    public static void Finish(JsonObject schema, ProjectOptions options)
    {
        if (schema.Remove(ModelSchemas.ObjectMetaMark))
        {
            AddObjectMeta(schema, options.EmbedObjectMeta);
        }

        if (schema[SchemaBuilder.UndecidedMark] is JsonArray undecided)
        {
            schema.Remove(SchemaBuilder.UndecidedMark);
            if (options.RequireByDefault)
            {
                schema["required"] = new JsonArray((schema.Array("required")?.Texts ?? []).Concat(undecided.Texts));
            }
        }

        if (schema.Array("required") is { } required)
        {
            schema["required"] = new JsonArray(required.Texts.Distinct().OrderBy(name => name, StringComparer.Ordinal));
        }

        if (schema.Text("description") is { } description)
        {
            schema["description"] = Cut(description, options.MaxDescriptionLength);
        }

        foreach (var inner in Inner(schema))
        {
            Finish(inner, options);
        }
    }

    /// <summary>A text of at most so many characters and three dots, cut between words; null for a length of 0.</summary>
    public static string? Cut(string text, int? length)
    {
        if (length is not { } maximum || text.Length <= maximum)
        {
            return text;
        }

        if (maximum == 0)
        {
            return null;
        }

        var end = text.LastIndexOfAny([' ', '\n'], maximum);
        return text.Substring(0, end > 0 ? end : maximum) + "...";
    }

    private static IEnumerable<JsonObject> Inner(JsonObject schema)
    {
        foreach (var property in schema.Object("properties") ?? [])
        {
            if (property.Value is JsonObject inner)
            {
                yield return inner;
            }
        }

        if (schema.Inner() is { } items)
        {
            yield return items;
        }
    }

    private static void AddObjectMeta(JsonObject schema, bool withFields)
    {
        schema["type"] = "object";
        if (!withFields)
        {
            return;
        }

        var properties = new JsonObject
        {
            { "annotations", TextMap() },
            { "labels", TextMap() },
            { "finalizers", new JsonObject { { "type", "array" }, { "items", Text() }, { "x-kubernetes-list-type", "set" } } },
        };
        foreach (var field in _metadataFields)
        {
            properties[field] = Text();
        }

        schema["properties"] = properties;
    }

    private static JsonObject Text() => new() { { "type", "string" } };

    private static JsonObject TextMap() => new() { { "type", "object" }, { "additionalProperties", Text() } };
}
