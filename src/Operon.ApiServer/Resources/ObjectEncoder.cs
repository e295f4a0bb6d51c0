using System.Text.Json.Nodes;
using Operon.ApiServer.Schemas;
using Operon.ApiServer.Storage;

namespace Operon.ApiServer.Resources;

/// <summary>
/// Gives stored objects the form a served version has (converted, and for custom resources pruned and defaulted against today's schema), and objects
/// that are to be stored the form of the storage version.
/// </summary>
internal sealed class ObjectEncoder(ObjectConverter converter)
{
    public async ValueTask<byte[]> EncodeAsync(ServedResource resource, StoredObject stored, CancellationToken cancellationToken) =>
        Known(resource, stored) ?? Remember(resource, stored, await ReadAsync(resource, stored, cancellationToken).ConfigureAwait(false));

    public async ValueTask<JsonObject> DecodeAsync(ServedResource resource, StoredObject stored, CancellationToken cancellationToken)
    {
        if (Known(resource, stored) is { } json)
        {
            return (JsonObject)JsonNode.Parse(json)!;
        }

        var obj = await ReadAsync(resource, stored, cancellationToken).ConfigureAwait(false);
        Remember(resource, stored, obj);
        return obj;
    }

    /// <summary>All objects in one go: a conversion webhook is called once, and all fail when it does.</summary>
    public async ValueTask<IReadOnlyList<byte[]>> EncodeAllAsync(ServedResource resource, IReadOnlyList<StoredObject> items, CancellationToken cancellationToken)
    {
        var result = new byte[items.Count][];
        List<int>? missing = null;
        for (var i = 0; i < items.Count; i++)
        {
            if (Known(resource, items[i]) is { } json)
            {
                result[i] = json;
            }
            else
            {
                (missing ??= []).Add(i);
            }
        }

        if (missing is not null)
        {
            var converted = await converter.ConvertAsync(resource, [.. missing.Select(i => items[i].Decode())], cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < missing.Count; i++)
            {
                result[missing[i]] = Remember(resource, items[missing[i]], converted[i]);
            }
        }

        return result;
    }

    /// <summary>The object as it is to be stored. The tree is used up.</summary>
    public async ValueTask<ObjectDraft> DraftAsync(ServedResource resource, JsonObject obj, CancellationToken cancellationToken)
    {
        var index = resource.Rules.Index(obj);
        var isStorageVersion = resource.ApiVersion == resource.StorageApiVersion;
        if (!isStorageVersion)
        {
            obj = await converter.ConvertAsync(resource, obj, resource.StorageApiVersion, cancellationToken).ConfigureAwait(false);
            if (resource.Custom is { } custom)
            {
                SchemaPruner.Prune(obj, custom.StorageSchema, null);
            }
        }

        return ObjectDraft.Encode(Ordered(obj), isStorageVersion ? index : null, isStorageVersion && resource.Custom is not null ? resource.Schema : null);
    }

    /// <summary>Whether the object is stored in a version that is no longer the storage version: then even an update that changes nothing is written.</summary>
    public static bool IsStoredOtherwise(ServedResource resource, StoredObject stored) =>
        resource.Custom is not null && !ReferenceEquals(stored.CleanFor, resource.Custom.StorageSchema) && stored.Decode().Text("apiVersion") != resource.StorageApiVersion;

    private ValueTask<JsonObject> ReadAsync(ServedResource resource, StoredObject stored, CancellationToken cancellationToken) =>
        converter.ConvertAsync(resource, stored.Decode(), cancellationToken);

    private static byte[]? Known(ServedResource resource, StoredObject stored)
    {
        var isCurrent = resource.Custom is null ? resource.ApiVersion == resource.StorageApiVersion : ReferenceEquals(stored.CleanFor, resource.Schema);
        return isCurrent || ReferenceEquals(stored.CleanFor, resource.Schema) ? stored.Json : stored.ConvertedFor(resource.Schema);
    }

    private static byte[] Remember(ServedResource resource, StoredObject stored, JsonObject obj)
    {
        var json = JsonBytes.Encode(Ordered(obj));
        stored.Remember(resource.Schema, json);
        return json;
    }

    // Kind first, then apiVersion and metadata, as everybody expects to read them.
    private static JsonObject Ordered(JsonObject obj)
    {
        var members = obj.ToList();
        obj.Clear();
        foreach (var (name, value) in members.OrderBy(member => member.Key switch { "kind" => 0, "apiVersion" => 1, "metadata" => 2, _ => 3 }))
        {
            obj[name] = value;
        }

        return obj;
    }
}
