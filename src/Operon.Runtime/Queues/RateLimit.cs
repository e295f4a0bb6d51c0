namespace Operon.Runtime;

/// <summary>So many events in a period, spread evenly, with bursts.</summary>
/// <param name="Events">How many in the long run; at least 1.</param>
/// <param name="Period">In which time; positive.</param>
public readonly record struct RateLimit(int Events, TimeSpan Period)
{
    /// <summary>How many may come at once after a rest. Default: <see cref="Events"/>.</summary>
    public int Burst { get; init; } = Events;

    internal void Validate(string option)
    {
        if (Events < 1 || Burst < 1 || Period <= TimeSpan.Zero)
        {
            throw new ArgumentException($"{option} must allow at least 1 event (and a burst of 1) in a positive period, not {Events} (burst {Burst}) in {Period}.");
        }
    }
}
