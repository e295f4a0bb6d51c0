namespace Operon.Runtime;

/// <summary>One reconcile: why, when, how long, with which result, and what it wrote.</summary>
public sealed record ReconcileRecord
{
    /// <summary>The key, such as <c>default/example</c>.</summary>
    public required string Key { get; init; }

    /// <summary>The id in logs and traces.</summary>
    public required Guid ReconcileId { get; init; }

    /// <summary>Why it was called.</summary>
    public required WorkCauses Causes { get; init; }

    /// <summary>The priority it waited with.</summary>
    public required int Priority { get; init; }

    /// <summary>0 for the first try, then the number of failures in a row.</summary>
    public required int Attempt { get; init; }

    /// <summary>How long it waited for a worker.</summary>
    public required TimeSpan Waited { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>How it ended.</summary>
    public required ReconcileOutcome Outcome { get; init; }

    /// <summary>When it is called next without a change, counted from its end; null when nothing is planned.</summary>
    public TimeSpan? Next { get; init; }

    /// <summary>Type and message of the failure.</summary>
    public string? Error { get; init; }

    /// <summary>The first 16 writes.</summary>
    public IReadOnlyList<ReconcileWrite> Writes { get; init; } = [];

    /// <summary>Events of its own writes that came while it ran and were left out.</summary>
    public int OwnEvents { get; init; }
}
