namespace Operon.ApiServer.Storage;

/// <summary>History before <see cref="OldestRevision"/> is gone; the caller must list again.</summary>
internal sealed class RevisionExpiredException(long revision, long oldestRevision)
    : Exception($"too old resource version: {revision} ({oldestRevision})")
{
    public long Revision { get; } = revision;
    public long OldestRevision { get; } = oldestRevision;
}
