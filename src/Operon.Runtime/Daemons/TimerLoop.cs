using k8s;
using k8s.Models;

namespace Operon.Runtime;

/// <summary>The body of a timer: waits until it is due, then calls. A call that failed is due at once; the delay is the daemon's back-off.</summary>
internal sealed class TimerLoop<T>(
    DaemonContext<T> context, TimerSchedule schedule, Func<DaemonContext<T>, CancellationToken, Task<ReconcileResult>> handler, TimeProvider time)
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    // Timers of the platform end at 49 days.
    private static readonly TimeSpan _longestWait = TimeSpan.FromDays(1);
    private DateTimeOffset? _firstTick;
    private DateTimeOffset _due;

    public async Task<ReconcileResult> RunOnceAsync(CancellationToken cancellationToken)
    {
        if (_firstTick is null)
        {
            _firstTick = time.GetUtcNow() + schedule.InitialDelay;
            _due = _firstTick.Value + schedule.NextJitter();
        }

        await WaitAsync(() => _due, cancellationToken);
        if (schedule.Idle is { } idle)
        {
            await WaitAsync(() => context.DesiredStateChanged + idle, cancellationToken);
        }

        var result = await handler(context, cancellationToken);
        var now = time.GetUtcNow();
        _due = result.RequeueAfter is { } wished ? now + wished : (schedule.IsSharp ? NextTick(now) : now + schedule.Interval) + schedule.NextJitter();
        return ReconcileResult.After(TimeSpan.Zero);
    }

    private DateTimeOffset NextTick(DateTimeOffset now) =>
        _firstTick!.Value + (schedule.Interval * (Math.Floor((now - _firstTick.Value) / schedule.Interval) + 1));

    /// <summary>The time may move while this waits: it is asked for again after each wait.</summary>
    private async Task WaitAsync(Func<DateTimeOffset> until, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        while (until() - time.GetUtcNow() is var left && left > TimeSpan.Zero)
        {
            await Task.Delay(left < _longestWait ? left : _longestWait, time, cancellationToken);
        }
    }
}
