using Microsoft.Extensions.Time.Testing;

namespace Operon.Runtime.Tests;

/// <summary>
/// The clock of one process: runs faster or slower than true time, shows another date, and may be frozen as a process is that gets no processor: time goes
/// on, timers fire late.
/// </summary>
internal sealed class SkewedTime(FakeTimeProvider truth, double rate, TimeSpan offset) : TimeProvider
{
    private readonly List<Action> _late = [];
    private bool _isFrozen;

    public override long TimestampFrequency => truth.TimestampFrequency;

    public override long GetTimestamp() => (long)(truth.GetTimestamp() * rate);

    public override DateTimeOffset GetUtcNow() => truth.GetUtcNow() + offset;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        truth.CreateTimer(
            _ => Fire(() => callback(state)),
            null,
            dueTime == Timeout.InfiniteTimeSpan ? dueTime : dueTime / rate,
            period == Timeout.InfiniteTimeSpan ? period : period / rate);

    public void Freeze() => _isFrozen = true;

    public void Thaw()
    {
        _isFrozen = false;
        Action[] late = [.. _late];
        _late.Clear();
        foreach (var fire in late)
        {
            fire();
        }
    }

    private void Fire(Action fire)
    {
        if (_isFrozen)
        {
            _late.Add(fire);
        }
        else
        {
            fire();
        }
    }
}
