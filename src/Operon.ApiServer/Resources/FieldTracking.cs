using System.Text.Json.Nodes;
using Operon.ApiServer.Errors;
using Operon.ApiServer.FieldManagement;
using Operon.ApiServer.Http;

namespace Operon.ApiServer.Resources;

/// <summary>Who owns which field, and whether a write changed anything but the record of that.</summary>
internal static class FieldTracking
{
    public static void Track(ServedResource resource, JsonObject? live, JsonObject updated, WriteContext context, string? subresource, DateTimeOffset now)
    {
        if (context.FieldManager.Length == 0 || resource.Group == "events.k8s.io" || resource.Kind == "Event")
        {
            updated.Metadata().Remove("managedFields");
            return;
        }

        FieldManager.TrackUpdate(live, updated, resource.Schema, context.FieldManager, resource.ApiVersion, subresource, now, resource.HasStatus);
    }

    public static JsonObject Apply(ServedResource resource, JsonObject? live, JsonObject applied, WriteContext context, string? subresource, DateTimeOffset now)
    {
        try
        {
            return FieldManager.Apply(live, applied, resource.Schema, context.FieldManager, resource.ApiVersion, subresource, context.Force, now, resource.HasStatus);
        }
        catch (FieldConflictException conflict)
        {
            throw new StatusException(409, "Conflict", conflict.Message)
            {
                Causes = [.. conflict.Conflicts.Select(item => new FieldError(item.Field, FieldConflictException.CauseReason, item.CauseMessage))],
            };
        }
    }

    /// <summary>Equal apart from the times of managedFields: such a write is not stored and wakes nobody.</summary>
    public static bool IsNoOp(JsonObject live, JsonObject updated)
    {
        if (live.Count != updated.Count)
        {
            return false;
        }

        foreach (var (name, value) in updated)
        {
            if (!live.ContainsKey(name) || (name == "metadata" ? !SameMetadata(live.Object("metadata"), value as JsonObject) : !JsonNode.DeepEquals(value, live[name])))
            {
                return false;
            }
        }

        return true;
    }

    private static bool SameMetadata(JsonObject? live, JsonObject? updated)
    {
        if (live is null || updated is null || live.Count != updated.Count)
        {
            return false;
        }

        foreach (var (name, value) in updated)
        {
            if (!live.ContainsKey(name) || (name == "managedFields" ? !SameManagers(live[name] as JsonArray, value as JsonArray) : !JsonNode.DeepEquals(value, live[name])))
            {
                return false;
            }
        }

        return true;
    }

    private static bool SameManagers(JsonArray? live, JsonArray? updated)
    {
        if (live is null || updated is null || live.Count != updated.Count)
        {
            return live?.Count == updated?.Count;
        }

        return live.Zip(updated).All(pair => JsonNode.DeepEquals(WithoutTime(pair.First), WithoutTime(pair.Second)));
    }

    private static JsonNode? WithoutTime(JsonNode? entry)
    {
        var copy = entry?.DeepClone();
        (copy as JsonObject)?.Remove("time");
        return copy;
    }
}
