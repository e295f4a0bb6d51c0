namespace Operon.ApiServer.FieldManagement;

/// <summary>An apply without force that would change other managers' fields: 409 Conflict with one cause per field.</summary>
internal sealed class FieldConflictException(IReadOnlyList<FieldConflict> conflicts) : Exception(Describe(conflicts))
{
    public const string CauseReason = "FieldManagerConflict";

    public IReadOnlyList<FieldConflict> Conflicts { get; } = conflicts;

    private static string Describe(IReadOnlyList<FieldConflict> conflicts) => conflicts.Count == 1
        ? $"Apply failed with 1 conflict: {conflicts[0].CauseMessage}: {conflicts[0].Field}"
        : $"Apply failed with {conflicts.Count} conflicts: " + string.Join(
            '\n',
            conflicts.GroupBy(conflict => conflict.Owner).OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => $"conflicts with {group.Key}:\n{string.Join('\n', group.Select(conflict => $"- {conflict.Field}"))}"));
}
