using System.Reflection;

namespace Operon.Generators;

/// <summary>Schemas of the official model types, by their CLR names, from the embedded table.</summary>
internal static class ModelSchemas
{
    /// <summary>The key under which the place of an embedded <c>ObjectMeta</c> is marked until the project's settings are known.</summary>
    public const string ObjectMetaMark = "x-operon-object-meta";

    private static readonly Lazy<Dictionary<string, string>> _table = new(Load);

    /// <summary>The schema of a model with everything it refers to, or null when the table does not have it.</summary>
    public static JsonObject? Find(string clrName) => Find(clrName, []);

    private static JsonObject? Find(string clrName, HashSet<string> above)
    {
        if (clrName == "V1ObjectMeta")
        {
            return new JsonObject { { ObjectMetaMark, true } };
        }

        if (!_table.Value.TryGetValue(clrName, out var json))
        {
            return null;
        }

        if (!above.Add(clrName))
        {
            // A model inside of itself has no end; what is in it is not checked.
            return new JsonObject { { "type", "object" }, { "x-kubernetes-preserve-unknown-fields", true } };
        }

        var schema = (JsonObject)Resolve(JsonReader.Parse(json), above);
        above.Remove(clrName);
        return schema;
    }

    private static JsonNode Resolve(JsonNode node, HashSet<string> above)
    {
        switch (node)
        {
            case JsonObject { Count: > 0 } reference when reference.Text("$ref") is { } name:
                var schema = Find(name, above) ?? [];
                foreach (var member in reference.Where(member => member.Key != "$ref"))
                {
                    schema[member.Key] = member.Value;
                }

                return schema;
            case JsonObject members:
                foreach (var member in members.ToList())
                {
                    members[member.Key] = Resolve(member.Value, above);
                }

                return members;
            default:
                return node;
        }
    }

    private static Dictionary<string, string> Load()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("models.tsv");
        using var reader = new StreamReader(stream!);
        var table = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            var tab = line.IndexOf('\t');
            table[line.Substring(0, tab)] = line.Substring(tab + 1);
        }

        return table;
    }
}
