namespace Operon.Runtime;

/// <summary>What a shard is to this replica.</summary>
internal enum ShardPhase
{
    /// <summary>Another's or nobody's: its keys wait.</summary>
    Foreign,

    /// <summary>This replica's: its keys are worked on.</summary>
    Held,

    /// <summary>Still this replica's, but no reconcile begins any more: it is let go when those in flight have ended.</summary>
    Draining,
}
