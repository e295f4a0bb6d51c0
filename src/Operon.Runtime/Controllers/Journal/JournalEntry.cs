namespace Operon.Runtime;

/// <summary>One reconcile as it is kept: nothing is formatted before somebody asks.</summary>
internal struct JournalEntry<TKey>
{
    public TKey Key;
    public Guid ReconcileId;
    public WorkCauses Causes;
    public int Priority;
    public int Attempt;
    public TimeSpan Waited;
    public long Started;
    public TimeSpan Duration;
    public ReconcileOutcome Outcome;
    public TimeSpan? Next;
    public Exception? Error;
    public IReadOnlyList<ReconcileWrite>? Writes;
    public int OwnEvents;
}
