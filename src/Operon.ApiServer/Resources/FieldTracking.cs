using System.Text.Json.Nodes;
using Operon.ApiServer.Errors;
using Operon.ApiServer.FieldManagement;
using Operon.ApiServer.Http;

namespace Operon.ApiServer.Resources;

/// <summary>Who owns which field, and whether a write changed anything but the record of that.</summary>
internal sealed class FieldTracking(ResourceRegistry registry, ObjectConverter converter)
{
    public async ValueTask TrackAsync(ServedResource resource, JsonObject? live, JsonObject updated, WriteContext context, string? subresource, DateTimeOffset now)
    {
        if (context.FieldManager.Length == 0 || resource.Group == "events.k8s.io" || resource.Kind == "Event")
        {
            updated.Metadata().Remove("managedFields");
            return;
        }

        var versions = await VersionsAsync(resource, live, updated, FieldManager.Entries(live, updated, subresource), context.Aborted).ConfigureAwait(false);
        FieldManager.TrackUpdate(live, updated, resource.Schema, context.FieldManager, resource.ApiVersion, subresource, now, resource.HasStatus, versions);
    }

    public async ValueTask<JsonObject> ApplyAsync(ServedResource resource, JsonObject? live, JsonObject applied, WriteContext context, string? subresource, DateTimeOffset now)
    {
        try
        {
            var pending = FieldManager.Merge(live, applied, resource.Schema, context.FieldManager, resource.ApiVersion, subresource, now, resource.HasStatus);
            var isOneVersion = pending.Versions.Count() == 1 && (pending.Previous is null || pending.Previous.ApiVersion == resource.ApiVersion);
            var result = isOneVersion ? FieldManager.RemoveDropped(pending) : await RemoveDroppedAsync(resource, pending, context.Aborted).ConfigureAwait(false);
            var versions = await VersionsAsync(resource, live, result, pending.Others, context.Aborted).ConfigureAwait(false);
            return FieldManager.Finish(pending, result, versions, context.Force);
        }
        catch (FieldConflictException conflict)
        {
            throw new StatusException(409, "Conflict", conflict.Message)
            {
                Causes = [.. conflict.Conflicts.Select(item => new FieldError(item.Field, FieldConflictException.CauseReason, item.CauseMessage))],
            };
        }
    }

    /// <summary>Both states in the other versions owners recorded their fields in; null when all used the version of the write.</summary>
    private async ValueTask<Dictionary<string, FieldVersion>?> VersionsAsync(
        ServedResource resource, JsonObject? live, JsonObject updated, IEnumerable<ManagedFieldsEntry> entries, CancellationToken cancellationToken)
    {
        Dictionary<string, FieldVersion>? versions = null;
        foreach (var apiVersion in entries.Select(entry => entry.ApiVersion).Where(version => version != resource.ApiVersion).Distinct())
        {
            versions ??= [];
            if (Served(resource, apiVersion) is { } version)
            {
                versions[apiVersion] = new FieldVersion(
                    live is null ? null : await InAsync(version, live, cancellationToken).ConfigureAwait(false),
                    await InAsync(version, updated, cancellationToken).ConfigureAwait(false),
                    version.Schema);
            }
        }

        return versions;
    }

    // What was dropped is known in the version of the former apply. Taking it away there could take away what others own in their versions, so each
    // of those gets its own back.
    private async ValueTask<JsonObject> RemoveDroppedAsync(ServedResource resource, PendingApply pending, CancellationToken cancellationToken)
    {
        if (pending.Previous is not { } previous || Served(resource, previous.ApiVersion) is not { } former)
        {
            return pending.Merged;
        }

        var pruned = await InAsync(former, pending.Merged, cancellationToken).ConfigureAwait(false);
        FieldRemoval.RemoveDropped(pruned, previous.Fields, pending.OwnedIn(previous.ApiVersion), former.Schema);
        foreach (var version in pending.Versions.Where(version => version != previous.ApiVersion).Select(version => Served(resource, version)).OfType<ServedResource>())
        {
            var merged = await InAsync(version, pending.Merged, cancellationToken).ConfigureAwait(false);
            var lost = FieldComparison.Of(merged, await InAsync(version, pruned, cancellationToken).ConfigureAwait(false), version.Schema, static fields => fields).Removed;
            var owned = pending.OwnedIn(version.ApiVersion);
            if (!lost.Intersection(owned).IsEmpty)
            {
                FieldRemoval.RemoveDropped(merged, lost, owned, version.Schema);
                pruned = merged;
            }
        }

        return await InAsync(resource, pruned, cancellationToken).ConfigureAwait(false);
    }

    private ServedResource? Served(ServedResource resource, string apiVersion) =>
        apiVersion == resource.ApiVersion ? resource : apiVersion.Split('/') switch
        {
            [var version] => registry.Find("", version, resource.Plural),
            [var group, var version] => registry.Find(group, version, resource.Plural),
            _ => null,
        };

    private ValueTask<JsonObject> InAsync(ServedResource version, JsonObject obj, CancellationToken cancellationToken) =>
        converter.ConvertAsync(version, (JsonObject)obj.DeepClone(), cancellationToken);

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
