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
    /// manager applies the same again. All owners are taken to have recorded their fields in this version.
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
        var pending = Merge(live, applied, schema, manager, apiVersion, subresource, now, statusIsSubresource);
        return Finish(pending, RemoveDropped(pending), null, force);
    }

    /// <summary>The first step of an apply: nothing is deleted and nobody's ownership is looked at yet.</summary>
    /// <exception cref="PatchException">The configuration holds managedFields, duplicate list elements or elements without keys.</exception>
    public static PendingApply Merge(
        JsonObject? live, JsonObject applied, Schema schema, string manager, string apiVersion, string? subresource, DateTimeOffset now, bool statusIsSubresource)
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
        if (live is null)
        {
            // Merging into nothing still refuses duplicate elements.
            FieldMerge.Merge([], configuration, schema);
        }
        return new PendingApply
        {
            Live = live,
            Merged = live is null ? configuration : FieldMerge.Merge(live, configuration, schema),
            Schema = schema,
            Filter = filter,
            Self = self,
            Previous = entries.Find(self.IsSameManager),
            Others = [.. entries.Where(entry => !entry.IsSameManager(self))],
        };
    }

    /// <summary>The second step when all owners use one version: deletes what the manager dropped.</summary>
    public static JsonObject RemoveDropped(PendingApply pending)
    {
        if (pending.Previous is { } previous)
        {
            var owned = pending.Others.Aggregate(pending.Self.Fields, (set, entry) => set.Union(entry.Fields));
            FieldRemoval.RemoveDropped(pending.Merged, previous.Fields, owned, pending.Schema);
        }
        return pending.Merged;
    }

    /// <summary>The last step: finds conflicts and records the owners.</summary>
    /// <param name="pending">The merged apply.</param>
    /// <param name="result">What it makes of the object.</param>
    /// <param name="versions">Both states in the versions other owners use; owners of a version that is missing there are forgotten. Null: all use this one.</param>
    /// <param name="force">Take over what others own.</param>
    /// <exception cref="FieldConflictException">Other managers own fields it would change, and <paramref name="force"/> is false.</exception>
    public static JsonObject Finish(PendingApply pending, JsonObject result, IReadOnlyDictionary<string, FieldVersion>? versions, bool force)
    {
        var self = pending.Self;
        var comparison = FieldComparison.Of(pending.Live ?? FieldShape.Empty(pending.Schema), result, pending.Schema, pending.Filter);
        var comparisons = Comparisons(self.ApiVersion, comparison, versions, pending.Filter);
        var others = pending.Others.Where(entry => comparisons(entry.ApiVersion) is not null).ToList();
        var unchanged = LastAppliedConfiguration.Unchanged(pending.Live, pending.Schema, self.Manager);
        var conflicts = force ? [] : others.SelectMany(entry =>
            ConflictsOf(entry, entry.ApiVersion == self.ApiVersion || versions is null ? comparison.Written.Difference(unchanged) : comparisons(entry.ApiVersion)!.Written)).ToList();
        if (conflicts.Count > 0)
        {
            throw new FieldConflictException(conflicts);
        }
        if (pending.Previous is { } previous && comparison.IsSame && previous.ApiVersion == self.ApiVersion && previous.Fields.SetEquals(self.Fields))
        {
            self = self with { Time = previous.Time };
        }
        ManagedFields.Write(result, Without(others, comparisons).Append(self));
        return result;
    }

    /// <summary>
    /// Records the owners of what an update (or create, with <paramref name="live"/> null) changed, in <paramref name="updated"/>'s
    /// managedFields. An object whose owners were cleared is not tracked again until its next apply. <paramref name="versions"/> has both states in the
    /// versions other owners use, and owners of a version that is missing there are forgotten; null takes all to use this one.
    /// </summary>
    public static void TrackUpdate(
        JsonObject? live,
        JsonObject updated,
        Schema schema,
        string manager,
        string apiVersion,
        string? subresource,
        DateTimeOffset now,
        bool statusIsSubresource = true,
        IReadOnlyDictionary<string, FieldVersion>? versions = null)
    {
        var entries = Entries(live, updated, subresource);
        if (live is not null && entries.Count == 0)
        {
            updated.Map("metadata")?.Remove("managedFields");
            return;
        }
        var filter = OwnableFields.Filter(subresource, statusIsSubresource);
        var comparison = FieldComparison.Of(live ?? FieldShape.Empty(schema), updated, schema, filter);
        var written = comparison.Written;
        var remaining = Without(entries, Comparisons(apiVersion, comparison, versions, filter)).ToList();
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

    /// <summary>The owners a write starts from: the live ones, unless the writer sent others.</summary>
    public static List<ManagedFieldsEntry> Entries(JsonObject? live, JsonObject updated, string? subresource)
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

    private static IEnumerable<ManagedFieldsEntry> Without(IEnumerable<ManagedFieldsEntry> entries, Func<string, FieldComparison?> comparisons) =>
        from entry in entries
        let comparison = comparisons(entry.ApiVersion)
        where comparison is not null
        select entry with { Fields = entry.Fields.Difference(comparison.Written.Union(comparison.Removed)) };

    /// <summary>What changed as seen in each version; null for versions that are gone.</summary>
    private static Func<string, FieldComparison?> Comparisons(
        string apiVersion, FieldComparison own, IReadOnlyDictionary<string, FieldVersion>? versions, Func<FieldSet, FieldSet> filter)
    {
        if (versions is null)
        {
            return _ => own;
        }
        var others = versions.ToDictionary(
            version => version.Key,
            version => FieldComparison.Of(version.Value.Live ?? FieldShape.Empty(version.Value.Schema), version.Value.Updated, version.Value.Schema, filter));
        return version => version == apiVersion ? own : others.GetValueOrDefault(version);
    }

    private static IEnumerable<FieldConflict> ConflictsOf(ManagedFieldsEntry entry, FieldSet written) =>
        entry.Fields.Intersection(written).Paths().Select(path =>
            new FieldConflict(PathElements.Text(path), entry.Manager, entry.IsApply, entry.ApiVersion, entry.Subresource, entry.TimeText));

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
