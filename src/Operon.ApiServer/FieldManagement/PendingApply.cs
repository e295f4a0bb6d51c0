using System.Text.Json.Nodes;
using Operon.ApiServer.Schemas;

namespace Operon.ApiServer.FieldManagement;

/// <summary>An apply that is merged, before conflicts are looked for.</summary>
internal sealed record PendingApply
{
    public required JsonObject? Live { get; init; }

    /// <summary>The live object with the configuration laid over it.</summary>
    public required JsonObject Merged { get; init; }

    public required Schema Schema { get; init; }

    public required Func<FieldSet, FieldSet> Filter { get; init; }

    public required ManagedFieldsEntry Self { get; init; }

    /// <summary>What the manager applied last time; null the first time.</summary>
    public required ManagedFieldsEntry? Previous { get; init; }

    public required IReadOnlyList<ManagedFieldsEntry> Others { get; init; }

    /// <summary>The fields all owners but the manager's former self have, as recorded in one version.</summary>
    public FieldSet OwnedIn(string apiVersion) =>
        Others.Append(Self).Where(entry => entry.ApiVersion == apiVersion).Aggregate(new FieldSet(), (set, entry) => set.Union(entry.Fields));

    /// <summary>The versions fields are recorded in, the manager's own first.</summary>
    public IEnumerable<string> Versions => Others.Append(Self).Select(entry => entry.ApiVersion).OrderBy(version => version == Self.ApiVersion ? 0 : 1).Distinct();
}
