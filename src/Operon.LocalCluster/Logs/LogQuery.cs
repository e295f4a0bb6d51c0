namespace Operon.LocalCluster.Logs;

/// <summary>What part of a log a client wants.</summary>
internal sealed record LogQuery
{
    public bool Follow { get; init; }

    /// <summary>The run before the present one.</summary>
    public bool Previous { get; init; }

    /// <summary>Only the last so many lines; null for all.</summary>
    public long? TailLines { get; init; }

    /// <summary>Only lines from then on; null for all.</summary>
    public DateTimeOffset? Since { get; init; }

    public bool Timestamps { get; init; }

    /// <summary>Stops after so many bytes; null for no limit.</summary>
    public long? LimitBytes { get; init; }
}
