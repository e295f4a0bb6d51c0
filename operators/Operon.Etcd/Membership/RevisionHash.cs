namespace Operon.Etcd.Membership;

/// <summary>Hash of a member's keys up to a revision. Two of them compare only when their history begins at the same compaction.</summary>
internal sealed record RevisionHash(long Revision, long CompactRevision, uint Hash)
{
    public bool IsComparableTo(RevisionHash other) => Revision == other.Revision && CompactRevision == other.CompactRevision;
}
