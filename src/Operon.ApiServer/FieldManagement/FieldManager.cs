using System.Text.Json.Nodes;
using Operon.ApiServer.Patching;
using Operon.ApiServer.Resources.Strategies;
using Operon.ApiServer.Schemas;

namespace Operon.ApiServer.FieldManagement;

/// <summary>
/// Server-side apply and the book-keeping of field owners (KEP-555): who set which field last is kept in
/// <c>metadata.managedFields</c>, one entry per manager, operation, version and subresource.
/// </summary>
internal static class FieldManager
{
    private const string BeforeFirstApply = "before-first-apply";

    /// <summary>
    /// Lays <paramref name="applied"/> over <paramref name="live"/>: fields the manager named before, names no more and owns alone are
    /// deleted. Returns the new object with its managedFields; arguments stay as they are. Nothing changes, times included, when the
    /// manager applies the same again.
    /// </summary>
    /// <exception cref="FieldConflictException">Other managers own fields it would change, and <paramref name="force"/> is false.</exception>
    /// <exception cref="PatchException">The configuration holds managedFields, duplicate list elements or elements without keys.</exception>
    public static JsonObject Apply(
        JsonObject? live,
        JsonObject applied,
        Schema schema,
        string manager,
        string apiVersion,
        string? subresource,
        bool force,
        DateTimeOffset now,
        bool statusIsSubresource = true)
    {
        if (applied.Map("metadata").List("managedFields") is { Count: > 0 })
        {
            throw PatchException.BadRequest("metadata.managedFields must be nil");
        }
        var filter = OwnableFields.Filter(subresource, statusIsSubresource);
        var configuration = WithoutNulls(applied);
        configuration.Map("metadata")?.Remove("managedFields");
        var entries = ManagedFields.Decode(live);
        if (live is not null && entries.Count == 0)
        {
            var existing = FieldComparison.Of(FieldShape.Empty(schema), live, schema, filter).Added;
            entries.Add(new ManagedFieldsEntry(BeforeFirstApply, IsApply: false, live.Text("apiVersion") ?? apiVersion, null, now, existing));
        }

        var self = new ManagedFieldsEntry(manager, IsApply: true, apiVersion, subresource, now, filter(FieldSetBuilder.Build(configuration, schema)));
        var previous = entries.Find(self.IsSameManager);
        var others = entries.Where(entry => !entry.IsSameManager(self)).ToList();

        var result = live is null ? configuration : FieldMerge.Merge(live, configuration, schema);
        if (live is null)
        {
            // Merging into nothing still refuses duplicate elements.
            FieldMerge.Merge([], configuration, schema);
        }
        if (previous is not null)
        {
            var owned = others.Aggregate(self.Fields, (set, entry) => set.Union(entry.Fields));
            FieldRemoval.RemoveDropped(result, previous.Fields, owned, schema);
        }

        var comparison = FieldComparison.Of(live ?? FieldShape.Empty(schema), result, schema, filter);
        var conflicts = force ? [] : ConflictsOf(others, comparison.Written.Difference(LastAppliedConfiguration.Unchanged(live, schema, manager)));
        if (conflicts.Count > 0)
        {
            throw new FieldConflictException(conflicts);
        }
        if (previous is not null && comparison.IsSame && previous.ApiVersion == apiVersion && previous.Fields.SetEquals(self.Fields))
        {
            self = self with { Time = previous.Time };
        }
        ManagedFields.Write(result, Without(others, comparison.Written.Union(comparison.Removed)).Append(self));
        return result;
    }

    /// <summary>
    /// Records the owners of what an update (or create, with <paramref name="live"/> null) changed, in <paramref name="updated"/>'s
    /// managedFields. An object whose owners were cleared is not tracked again until its next apply.
    /// </summary>
    public static void TrackUpdate(
        JsonObject? live,
        JsonObject updated,
        Schema schema,
        string manager,
        string apiVersion,
        string? subresource,
        DateTimeOffset now,
        bool statusIsSubresource = true)
    {
        var entries = Entries(live, updated, subresource);
        if (live is not null && entries.Count == 0)
        {
            updated.Map("metadata")?.Remove("managedFields");
            return;
        }
        var comparison = FieldComparison.Of(
            live ?? FieldShape.Empty(schema), updated, schema, OwnableFields.Filter(subresource, statusIsSubresource));
        var written = comparison.Written;
        var remaining = Without(entries, written.Union(comparison.Removed)).ToList();
        if (!written.IsEmpty)
        {
            var self = new ManagedFieldsEntry(manager, IsApply: false, apiVersion, subresource, now, written);
            var index = remaining.FindIndex(self.IsSameManager);
            if (index >= 0)
            {
                self = self with { Fields = remaining[index].Fields.Union(written) };
                remaining.RemoveAt(index);
            }
            remaining.Add(self);
        }
        ManagedFields.Write(updated, remaining);
    }

    private static List<ManagedFieldsEntry> Entries(JsonObject? live, JsonObject updated, string? subresource)
    {
        if (live is not null && subresource is not null)
        {
            return ManagedFields.Decode(live);
        }
        if (ManagedFields.IsReset(updated))
        {
            return [];
        }
        var given = ManagedFields.Decode(updated);
        return given.Count > 0 ? given : ManagedFields.Decode(live);
    }

    private static IEnumerable<ManagedFieldsEntry> Without(IEnumerable<ManagedFieldsEntry> entries, FieldSet lost) =>
        entries.Select(entry => entry with { Fields = entry.Fields.Difference(lost) });

    private static List<FieldConflict> ConflictsOf(List<ManagedFieldsEntry> others, FieldSet written) =>
    [
        .. others.SelectMany(entry => entry.Fields.Intersection(written).Paths().Select(path =>
            new FieldConflict(PathElements.Text(path), entry.Manager, entry.IsApply, entry.ApiVersion, entry.Subresource, entry.TimeText))),
    ];

    /// <summary>A null in an applied configuration says nothing: tools write creationTimestamp that way.</summary>
    private static JsonObject WithoutNulls(JsonObject node)
    {
        var result = new JsonObject();
        foreach (var (name, value) in node)
        {
            if (value is not null)
            {
                result[name] = WithoutNulls(value);
            }
        }
        return result;
    }

    private static JsonNode WithoutNulls(JsonNode node) => node switch
    {
        JsonObject map => WithoutNulls(map),
        JsonArray list => new JsonArray([.. list.Select(item => item is null ? null : WithoutNulls(item))]),
        _ => node.DeepClone(),
    };
}
