namespace Operon.ApiServer.Storage;

internal enum StoreEventType
{
    Added,
    Modified,
    Deleted,
}

/// <summary>One committed change. A deletion's <see cref="Object"/> is the last state carrying the revision of the deletion.</summary>
internal sealed record StoreEvent(StoreEventType Type, StoredObject Object, StoredObject? Previous, DateTimeOffset Time)
{
    public long Revision => Object.Revision;
}
