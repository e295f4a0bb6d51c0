namespace Operon.Etcd.Planning;

/// <summary>What the planner needs to know of a data claim.</summary>
internal sealed record ClaimFacts
{
    public required string Name { get; init; }

    /// <summary>Deletion was asked for: it cannot be undone, and happens when its pod ends.</summary>
    public bool IsDeleting { get; init; }

    /// <summary>Its volume is gone, and the data with it.</summary>
    public bool IsLost { get; init; }

    /// <summary>The node its volume was made on does not exist any more. Null when that cannot be told.</summary>
    public bool? IsNodeGone { get; init; }

    /// <summary>Bytes it asks for.</summary>
    public decimal Requested { get; init; }

    /// <summary>Bytes it has got; null while it has no volume.</summary>
    public decimal? Capacity { get; init; }

    /// <summary>It outlives the cluster object.</summary>
    public bool IsRetained { get; init; }

    /// <summary>Why the API server did not let it grow when it was last asked; null when it was not, or some time ago.</summary>
    public string? GrowthRefusal { get; init; }
}
