namespace Operon.Runtime;

/// <summary>Why a key is to be worked on.</summary>
public enum CauseKind
{
    /// <summary>Nobody said.</summary>
    Unknown,

    /// <summary>An object appeared.</summary>
    Added,

    /// <summary>An object changed.</summary>
    Updated,

    /// <summary>An object is gone.</summary>
    Deleted,

    /// <summary>An object was there when the cache was first filled.</summary>
    Initial,

    /// <summary>The cache handed its objects out again; nothing changed.</summary>
    Resync,

    /// <summary>The reconcile before failed.</summary>
    Retry,

    /// <summary>The reconcile before asked for another.</summary>
    Requeue,

    /// <summary>The longest time between two reconciles has passed.</summary>
    Interval,

    /// <summary><c>Enqueue</c> was called.</summary>
    Request,

    /// <summary>This replica got the shard of the key.</summary>
    ShardTaken,

    /// <summary>A source that is not a cache: a channel, a poll, a function.</summary>
    External,
}
