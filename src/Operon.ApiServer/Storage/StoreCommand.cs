namespace Operon.ApiServer.Storage;

internal enum StoreCommandType
{
    Create,
    Update,
    Delete,
}

/// <summary>A write waiting for its place in the total order.</summary>
internal sealed record StoreCommand(StoreCommandType Type, string Resource, string Namespace, string Name, long ExpectedRevision, ObjectDraft Draft)
{
    public TaskCompletionSource<StoredObject> Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
