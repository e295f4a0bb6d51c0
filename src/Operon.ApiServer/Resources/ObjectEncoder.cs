using System.Text.Json.Nodes;
using Operon.ApiServer.Schemas;
using Operon.ApiServer.Storage;

namespace Operon.ApiServer.Resources;

/// <summary>Gives stored objects the form a served version has: converted, and for custom resources pruned and defaulted against today's schema.</summary>
internal static class ObjectEncoder
{
    public static byte[] Encode(ServedResource resource, StoredObject stored)
    {
        if (IsCurrent(resource, stored))
        {
            return stored.Json;
        }

        if (stored.Converted is { } known && ReferenceEquals(known.Schema, resource.Schema) && known.ApiVersion == resource.ApiVersion)
        {
            return known.Json;
        }

        var json = JsonBytes.Encode(Decode(resource, stored));
        stored.Converted = new ConvertedObject(resource.Schema, resource.ApiVersion, json);
        return json;
    }

    public static JsonObject Decode(ServedResource resource, StoredObject stored)
    {
        var obj = stored.Decode();
        if (!IsCurrent(resource, stored))
        {
            VersionConversion.Convert(obj, resource.Kind, resource.ApiVersion);
            if (resource.Custom is not null)
            {
                SchemaPruner.Prune(obj, resource.Schema, null);
                SchemaDefaulter.Apply(obj, resource.Schema);
            }
        }

        return obj;
    }

    private static bool IsCurrent(ServedResource resource, StoredObject stored) =>
        resource.ApiVersion == resource.StorageApiVersion && (resource.Custom is null || ReferenceEquals(stored.CleanFor, resource.Schema));
}
