using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;

namespace Operon.Runtime.Tests;

/// <summary>A fake clock that tells for which times somebody has set a timer, so that a test advances it only when the code waits.</summary>
internal sealed class ArmedClock(DateTimeOffset start) : FakeTimeProvider(start)
{
    private readonly ConcurrentDictionary<DateTimeOffset, bool> _armed = [];

    public bool HasTimerFor(DateTimeOffset time) => _armed.ContainsKey(time);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime != Timeout.InfiniteTimeSpan)
        {
            _armed[GetUtcNow() + dueTime] = true;
        }

        return timer;
    }
}
