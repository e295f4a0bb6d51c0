using System.Text.Json.Nodes;

namespace Operon.ApiServer.Storage;

/// <summary>One committed state of one object: its UTF-8 JSON, with the revision already written into metadata.resourceVersion.</summary>
internal sealed class StoredObject
{
    // One per served version of a custom resource is the most that is of use.
    private const int MaxConverted = 4;

    private readonly Func<JsonObject, ObjectIndex>? _indexer;
    private ObjectIndex? _index;
    private ConvertedObject[] _converted = [];

    public StoredObject(string resource, string @namespace, string name, byte[] json, long revision, ObjectIndex? index, Func<JsonObject, ObjectIndex>? indexer)
    {
        Resource = resource;
        Namespace = @namespace;
        Name = name;
        Key = KeyOf(@namespace, name);
        Json = json;
        Revision = revision;
        _index = index;
        _indexer = indexer;
    }

    public string Resource { get; }
    public string Namespace { get; }
    public string Name { get; }
    public string Key { get; }
    public byte[] Json { get; }
    public long Revision { get; }

    /// <summary>The schema these bytes were pruned and defaulted against; anything else means they must be brought up to date when read.</summary>
    public object? CleanFor { get; set; }

    /// <summary>The encoding that was made for another schema than <see cref="CleanFor"/>; null when it is not remembered.</summary>
    public byte[]? ConvertedFor(object schema)
    {
        foreach (var known in _converted)
        {
            if (ReferenceEquals(known.Schema, schema))
            {
                return known.Json;
            }
        }

        return null;
    }

    /// <summary>Keeps an encoding for the next reader. Two writers at once may lose one of theirs, which only costs making it again.</summary>
    public void Remember(object schema, byte[] json) => _converted = [new ConvertedObject(schema, json), .. _converted.Take(MaxConverted - 1)];

    public ObjectIndex Index => _index ??= _indexer is null ? new ObjectIndex(ObjectIndex.None, ObjectIndex.None) : _indexer(Decode());

    public JsonObject Decode() => (JsonObject)JsonNode.Parse(Json)!;

    public static string KeyOf(string @namespace, string name) => @namespace.Length == 0 ? name : @namespace + "/" + name;
}
