namespace Operon.Runtime;

/// <summary>How a controller works.</summary>
public sealed record ControllerOptions
{
    /// <summary>How many keys are worked on at the same time. Default 1.</summary>
    public int Concurrency { get; init; } = 1;

    /// <summary>Cancels a reconcile that takes longer and treats it as failed. Default: no limit.</summary>
    public TimeSpan? ReconcileTimeout { get; init; }

    /// <summary>Back-off, rate limits and fairness of the queue.</summary>
    public QueueOptions Queue { get; init; } = new();

    /// <summary>Delays the reconcile after a change, so that a burst of changes becomes one. Default: none.</summary>
    public TimeSpan Debounce { get; init; }

    /// <summary>
    /// Safety net: an object is reconciled at least that often, at low priority, for as long as the cache holds it. Default: never; caches hand out
    /// everything each 10 h anyway.
    /// </summary>
    public TimeSpan? MaxInterval { get; init; }

    /// <summary>Runs only on the leader. Default true.</summary>
    public bool NeedsLeaderElection { get; init; } = true;

    /// <summary>
    /// With <see cref="ControllerManagerOptions.Sharding"/>: runs on every replica, each working on the keys of its shards. Default true; false runs it on the
    /// leader only. Controllers that do not need leader election work on all keys everywhere, as without sharding.
    /// </summary>
    public bool IsSharded { get; init; } = true;

    /// <summary>Sources run and fill the queue before this replica leads, so that a new leader begins at once. Default false.</summary>
    public bool WarmUp { get; init; }

    /// <summary>
    /// The events that a reconcile's own writes cause do not wake its key again. Default true. Only the exact version the key's reconcile wrote is left
    /// out; deletions and other writers always pass. Switch off for reconcilers that count on being woken by their own writes.
    /// </summary>
    public bool FilterOwnEvents { get; init; } = true;

    /// <summary>A reconcile in progress is cancelled when its object has gone, and called anew. Default false.</summary>
    public bool CancelWhenDeleted { get; init; }

    /// <summary>
    /// An exception that tells of a bug (null reference, invalid cast, index or key out of range, an argument error...) stops the manager, instead of being
    /// a failure like others that is counted as a panic. Default false.
    /// </summary>
    public bool StopOnPanic { get; init; }

    /// <summary>
    /// Stops the manager when the sources are not in sync after this time. Default null: waits for ever, because a kind may be installed later, and warns
    /// after 2 minutes.
    /// </summary>
    public TimeSpan? SyncTimeout { get; init; }

    /// <summary>How many reconciles the journal remembers, of all keys together. Default 512; 0 for no journal.</summary>
    public int JournalSize { get; init; } = 512;

    /// <summary>Lets several controllers of a manager have the same name, which then share their metrics. Default false.</summary>
    public bool AllowSameName { get; init; }

    internal void Validate(string controller)
    {
        try
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(Concurrency, 1);
            ArgumentOutOfRangeException.ThrowIfNegative(JournalSize);
            ArgumentOutOfRangeException.ThrowIfLessThan(Debounce, TimeSpan.Zero);
            ThrowUnlessPositive(ReconcileTimeout, nameof(ReconcileTimeout));
            ThrowUnlessPositive(MaxInterval, nameof(MaxInterval));
            ThrowUnlessPositive(SyncTimeout, nameof(SyncTimeout));
            Queue.Validate();
        }
        catch (ArgumentException e)
        {
            throw new ArgumentException($"Options of controller '{controller}': {e.Message}", e);
        }
    }

    private static void ThrowUnlessPositive(TimeSpan? value, string name)
    {
        if (value <= TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(name, value, "must be positive, or null for none.");
        }
    }
}
