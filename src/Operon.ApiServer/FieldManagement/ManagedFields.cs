using System.Text.Json.Nodes;
using Operon.ApiServer.Resources.Strategies;

namespace Operon.ApiServer.FieldManagement;

/// <summary>Reads and writes <c>metadata.managedFields</c> as a whole.</summary>
internal static class ManagedFields
{
    public const int MaximumUpdateManagers = 10;

    public const string AncientChanges = "ancient-changes";

    public static List<ManagedFieldsEntry> Decode(JsonObject? resource) =>
        [.. resource.Map("metadata").Maps("managedFields").Select(ManagedFieldsEntry.Decode).OfType<ManagedFieldsEntry>()];

    /// <summary>One empty entry asks to forget all owners. An empty list does not: clients that do not know the field send it.</summary>
    public static bool IsReset(JsonObject resource) =>
        resource.Map("metadata").List("managedFields") is [JsonObject { Count: 0 }];

    public static void Write(JsonObject resource, IEnumerable<ManagedFieldsEntry> entries)
    {
        var ordered = Cap([.. entries.Where(entry => !entry.Fields.IsEmpty)])
            .OrderBy(entry => entry.IsApply ? 0 : 1)
            .ThenBy(entry => entry.Time)
            .ThenBy(entry => entry.Manager, StringComparer.Ordinal)
            .ThenBy(entry => entry.ApiVersion, StringComparer.Ordinal)
            .ThenBy(entry => entry.Subresource, StringComparer.Ordinal)
            .Select(entry => (JsonNode)entry.Encode())
            .ToArray();
        if (ordered.Length == 0)
        {
            resource.Map("metadata")?.Remove("managedFields");
        }
        else
        {
            resource.EnsureMap("metadata")["managedFields"] = new JsonArray(ordered);
        }
    }

    /// <summary>Beyond ten updaters the oldest share one entry per version.</summary>
    private static List<ManagedFieldsEntry> Cap(List<ManagedFieldsEntry> entries)
    {
        var excess = entries.Count(entry => !entry.IsApply) - MaximumUpdateManagers;
        if (excess <= 0)
        {
            return entries;
        }
        List<ManagedFieldsEntry> buckets = [];
        foreach (var entry in entries.Where(entry => !entry.IsApply).OrderBy(entry => entry.Time).ThenBy(entry => entry.Manager, StringComparer.Ordinal).ToArray())
        {
            if (excess <= 0)
            {
                break;
            }
            entries.Remove(entry);
            var index = buckets.FindIndex(bucket => bucket.ApiVersion == entry.ApiVersion);
            if (index < 0)
            {
                buckets.Add(entry with { Manager = AncientChanges, Subresource = null });
            }
            else
            {
                buckets[index] = buckets[index] with { Fields = buckets[index].Fields.Union(entry.Fields), Time = entry.Time };
                excess--;
            }
        }
        return [.. entries, .. buckets];
    }
}
