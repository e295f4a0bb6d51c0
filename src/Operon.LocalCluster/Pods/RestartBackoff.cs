namespace Operon.LocalCluster.Pods;

/// <summary>
/// How long a container waits before its next start: not at all the first time, then 10 s doubling to 5 min, from the start again
/// after a run of 10 min.
/// </summary>
internal sealed class RestartBackoff(TimeSpan initial, TimeSpan longest)
{
    private TimeSpan? _next;

    /// <summary>The wait after a run that lasted <paramref name="ran"/>.</summary>
    public TimeSpan After(TimeSpan ran)
    {
        if (_next is null || ran >= longest * 2)
        {
            _next = initial;
            return TimeSpan.Zero;
        }

        var wait = _next.Value;
        _next = wait * 2 < longest ? wait * 2 : longest;
        return wait;
    }

    public void Reset() => _next = null;
}
