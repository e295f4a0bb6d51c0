using System.Text.Json.Nodes;

namespace Operon.ApiServer.Storage;

/// <summary>One committed state of one object: its UTF-8 JSON, with the revision already written into metadata.resourceVersion.</summary>
internal sealed class StoredObject
{
    private readonly Func<JsonObject, ObjectIndex>? _indexer;
    private ObjectIndex? _index;

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

    /// <summary>The last encoding made for another version or schema than the stored one.</summary>
    public ConvertedObject? Converted { get; set; }

    public ObjectIndex Index => _index ??= _indexer is null ? new ObjectIndex(ObjectIndex.None, ObjectIndex.None) : _indexer(Decode());

    public JsonObject Decode() => (JsonObject)JsonNode.Parse(Json)!;

    public static string KeyOf(string @namespace, string name) => @namespace.Length == 0 ? name : @namespace + "/" + name;
}
