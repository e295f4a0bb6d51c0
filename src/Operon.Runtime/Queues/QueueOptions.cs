namespace Operon.Runtime;

/// <summary>How a work queue paces keys.</summary>
public sealed record QueueOptions
{
    /// <summary>Delay after the first failure; doubled with each further one. Default 5 ms.</summary>
    public TimeSpan FirstBackoff { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>Longest delay after a failure. There is no last try. Default 1000 s.</summary>
    public TimeSpan LongestBackoff { get; init; } = TimeSpan.FromSeconds(1000);

    /// <summary>Limits the retries of all keys together, such as 10 per second with a burst of 100. Default: no limit.</summary>
    public RateLimit? Retries { get; init; }

    /// <summary>Limits how often one key is handed out, whatever the cause. Default: no limit.</summary>
    public RateLimit? PerKey { get; init; }

    /// <summary>
    /// Fairness: of so many keys handed out while others of lower priority wait, one is the key of lower priority that waited longest. Default 16.
    /// </summary>
    public int LowerPriorityTurn { get; init; } = 16;

    internal void Validate()
    {
        if (FirstBackoff <= TimeSpan.Zero || LongestBackoff < FirstBackoff)
        {
            throw new ArgumentException($"FirstBackoff must be positive and at most LongestBackoff, not {FirstBackoff} and {LongestBackoff}.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(LowerPriorityTurn, 2);
        Retries?.Validate(nameof(Retries));
        PerKey?.Validate(nameof(PerKey));
    }
}
