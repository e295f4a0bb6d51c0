namespace Operon.Runtime;

/// <summary>What to do with the key after a successful reconcile.</summary>
/// <param name="RequeueAfter">Reconcile again after this time even when nothing changes; null to wait for a change.</param>
public readonly record struct ReconcileResult(TimeSpan? RequeueAfter)
{
    /// <summary>Wait for a change.</summary>
    public static ReconcileResult Done => default;

    /// <summary>
    /// Reconcile again at once, after the keys that wait already: for work in steps. The reconcile's own writes do not wake it.
    /// </summary>
    public static ReconcileResult Again => new(TimeSpan.Zero);

    /// <summary>Reconcile again after <paramref name="delay"/>. The time is kept in memory; a new process reconciles every object at its start.</summary>
    public static ReconcileResult After(TimeSpan delay) => new(delay);
}
