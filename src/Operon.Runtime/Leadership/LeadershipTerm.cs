namespace Operon.Runtime;

/// <summary>One leadership of this process, from taking the lock until it is lost or let go.</summary>
/// <param name="token">Fencing token of the write that took the lock; null when the lock has none.</param>
/// <param name="renewDeadline">How long it holds after a renewal was sent.</param>
/// <param name="transitions">Transitions of the record that this term wrote.</param>
/// <param name="renewedAt">Timestamp from before the taking write was sent.</param>
/// <param name="time">The clock.</param>
internal sealed class LeadershipTerm(ulong? token, TimeSpan renewDeadline, int transitions, long renewedAt, TimeProvider time)
{
    private long _renewedAt = renewedAt;
    private volatile bool _isOver;

    public ulong? Token => token;

    public int Transitions => transitions;

    /// <summary>Time since the last successful renewal was sent: never less than the time since others can have seen it.</summary>
    public TimeSpan Age => time.GetElapsedTime(Interlocked.Read(ref _renewedAt));

    /// <summary>For how long work may still be done without a further renewal; not positive when the term is over.</summary>
    public TimeSpan Rest => _isOver ? TimeSpan.Zero : renewDeadline - Age;

    public void Renewed(long sentAt) => Interlocked.Exchange(ref _renewedAt, sentAt);

    public void End() => _isOver = true;
}
