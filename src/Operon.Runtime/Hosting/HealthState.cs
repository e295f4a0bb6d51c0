namespace Operon.Runtime;

/// <summary>What health endpoints answer from. Readiness does not depend on leadership: a standby replica is ready.</summary>
public sealed class HealthState
{
    private readonly Func<bool> _cachesSynced;
    private volatile bool _isStarted;
    private volatile bool _isLeader;
    private volatile bool _isStopping;

    internal HealthState(Func<bool> cachesSynced) => _cachesSynced = cachesSynced;

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
