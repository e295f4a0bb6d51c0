namespace Operon.Runtime;

/// <summary>What health endpoints answer from. Readiness does not depend on leadership: a standby replica is ready.</summary>
public sealed class HealthState
{
    private readonly Func<bool> _cachesSynced;
    private volatile bool _isStarted;
    private volatile bool _isLeader;
    private volatile bool _isStopping;

    internal HealthState(Func<bool> cachesSynced)
    {
        _cachesSynced = cachesSynced;
        Liveness.Add("ping", () => HealthResult.Healthy);
        Readiness.Add("manager", () => _isStopping ? HealthResult.Unhealthy("the manager stops") : _isStarted ? HealthResult.Healthy : HealthResult.Unhealthy("the manager has not started"));
        Readiness.Add("caches", () => _cachesSynced() ? HealthResult.Healthy : HealthResult.Unhealthy("some caches are not filled yet"));
    }

    /// <summary>Checks behind <c>/healthz</c>: an unhealthy process should be restarted. Holds <c>ping</c>, and <c>leader-election</c> when that is on.</summary>
    public HealthChecks Liveness { get; } = new();

    /// <summary>Checks behind <c>/readyz</c>: whether requests may be sent here. Holds <c>manager</c> and <c>caches</c>.</summary>
    public HealthChecks Readiness { get; } = new();

    /// <summary>The manager runs, every cache it has is filled, and it is not stopping.</summary>
    public bool IsReady => _isStarted && !_isStopping && _cachesSynced();

    /// <summary>This replica leads, or leader election is off.</summary>
    public bool IsLeader => _isLeader;

    /// <summary>The manager is on its way out.</summary>
    public bool IsStopping => _isStopping;

    internal void Started() => _isStarted = true;

    internal void Leads(bool isLeader) => _isLeader = isLeader;

    internal void Stopping() => _isStopping = true;
}
