using System.Text.Json;
using System.Text.Json.Nodes;

namespace Operon.ApiServer.Http;

/// <summary>Builds a tree from JSON that has members twice: the last one counts, the path of each is reported.</summary>
internal static class JsonTreeReader
{
    public static JsonNode? Read(byte[] bytes, ICollection<string> duplicates)
    {
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = 512 });
        reader.Read();
        var node = Value(ref reader, "", duplicates);
        return reader.Read() ? throw new JsonException("there is text after the object") : node;
    }

    private static JsonNode? Value(ref Utf8JsonReader reader, string path, ICollection<string> duplicates)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var obj = new JsonObject();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var name = reader.GetString()!;
                    var child = path.Length == 0 ? name : $"{path}.{name}";
                    if (obj.ContainsKey(name))
                    {
                        duplicates.Add(child);
                    }

                    reader.Read();
                    obj[name] = Value(ref reader, child, duplicates);
                }

                return obj;
            case JsonTokenType.StartArray:
                var array = new JsonArray();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    array.Add(Value(ref reader, $"{path}[{array.Count}]", duplicates));
                }

                return array;
            default:
                return JsonNode.Parse(ref reader);
        }
    }
}
