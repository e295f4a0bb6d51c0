namespace Operon.ApiServer.Storage;

internal enum StoreConflict
{
    AlreadyExists,
    NotFound,
    RevisionChanged,
}

/// <summary>The optimistic check of a commit failed; nothing was written.</summary>
internal sealed class StoreConflictException(StoreConflict conflict, string resource, string key)
    : Exception($"{resource} {key}: {conflict}")
{
    public StoreConflict Conflict { get; } = conflict;
}
