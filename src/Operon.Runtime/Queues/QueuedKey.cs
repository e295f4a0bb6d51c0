namespace Operon.Runtime;

/// <summary>Where a key stands.</summary>
internal sealed class QueuedKey
{
    /// <summary>Waits for a worker.</summary>
    public bool IsReady { get; set; }

    /// <summary>A worker has it.</summary>
    public bool IsProcessing { get; set; }

    /// <summary>Was added while a worker had it.</summary>
    public bool IsDirty { get; set; }

    public QueuePriority Priority { get; set; }

    /// <summary>Since when it waits for a worker.</summary>
    public long ReadySince { get; set; }

    /// <summary>When it becomes ready by itself; null when no delayed add is pending.</summary>
    public DateTimeOffset? Due { get; set; }

    public int Failures { get; set; }

    public bool IsIdle => !IsReady && !IsProcessing && Due is null && Failures == 0;
}
