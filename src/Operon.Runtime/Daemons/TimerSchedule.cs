namespace Operon.Runtime;

/// <summary>When a timer calls its handler. Start from <see cref="Every"/>.</summary>
public sealed record TimerSchedule
{
    /// <summary>From the end of one call to the start of the next; with <see cref="IsSharp"/> from start to start.</summary>
    public required TimeSpan Interval { get; init; }

    /// <summary>
    /// Calls come at whole multiples of the interval after the first one, however long they take. Those that would come while one is running, or
    /// was held back, are skipped.
    /// </summary>
    public bool IsSharp { get; init; }

    /// <summary>Calls wait until spec, labels and annotations have not changed for this time. Null: they do not.</summary>
    public TimeSpan? Idle { get; init; }

    /// <summary>From the object's creation, or the start of the process, to the first call. Default: none.</summary>
    public TimeSpan InitialDelay { get; init; }

    /// <summary>Up to this much is added to each wait, at random, so that the timers of many objects spread. Default: none.</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>A call at once, and again each time <paramref name="interval"/> has passed since the last one ended.</summary>
    public static TimerSchedule Every(TimeSpan interval) => new() { Interval = interval };

    /// <summary>Sets <see cref="IsSharp"/>.</summary>
    public TimerSchedule Sharp() => this with { IsSharp = true };

    /// <summary>Sets <see cref="Idle"/>.</summary>
    public TimerSchedule WhenIdleFor(TimeSpan idle) => this with { Idle = idle };

    /// <summary>Sets <see cref="InitialDelay"/>.</summary>
    public TimerSchedule StartingAfter(TimeSpan delay) => this with { InitialDelay = delay };

    /// <summary>Sets <see cref="Jitter"/>.</summary>
    public TimerSchedule WithJitter(TimeSpan jitter) => this with { Jitter = jitter };

#pragma warning disable CA5394 // Spreads load; nothing secret depends on it.
    internal TimeSpan NextJitter() => Jitter * Random.Shared.NextDouble();
#pragma warning restore CA5394

    internal void Validate(string timer)
    {
        if (Interval <= TimeSpan.Zero)
        {
            throw new ArgumentException($"The interval of timer '{timer}' is {Interval}; it must be greater than zero.");
        }

        if (Idle < TimeSpan.Zero || InitialDelay < TimeSpan.Zero || Jitter < TimeSpan.Zero)
        {
            throw new ArgumentException($"Idle time, initial delay and jitter of timer '{timer}' must not be negative.");
        }

        if (IsSharp && Jitter >= Interval)
        {
            throw new ArgumentException($"The jitter of the sharp timer '{timer}' must be shorter than its interval of {Interval}.");
        }
    }
}
