using k8s.Models;

namespace Operon.LocalCluster.Probes;

/// <summary>Counts results against a probe's thresholds.</summary>
internal sealed class ProbeSchedule(V1Probe probe)
{
    private int _run;
    private bool? _last;

    public TimeSpan InitialDelay { get; } = TimeSpan.FromSeconds(Math.Max(0, probe.InitialDelaySeconds ?? 0));

    public TimeSpan Period { get; } = TimeSpan.FromSeconds(Math.Max(1, probe.PeriodSeconds ?? 10));

    /// <summary>Takes a result: true when the probe now counts as succeeded, false as failed, null while a threshold is not reached.</summary>
    public bool? Take(bool succeeded)
    {
        _run = _last == succeeded ? _run + 1 : 1;
        _last = succeeded;
        var threshold = succeeded ? probe.SuccessThreshold ?? 1 : probe.FailureThreshold ?? 3;
        return _run >= threshold ? succeeded : null;
    }
}
