namespace Operon.Runtime;

/// <summary>The state of one dependent after a reconcile.</summary>
/// <param name="Name">Its name in the graph.</param>
/// <param name="Status">How far it is.</param>
/// <param name="Message">Why it is not ready, for people; null when there is nothing to say.</param>
/// <param name="Operations">What this reconcile wrote.</param>
/// <param name="Error">Why it failed; null when it did not.</param>
public sealed record DependentState(
    string Name, DependentStatus Status, string? Message = null, DependentOperations Operations = DependentOperations.None, Exception? Error = null)
{
    /// <summary>Nothing is left to do or to wait for.</summary>
    public bool IsSettled => Status is DependentStatus.Ready or DependentStatus.Inactive or DependentStatus.Absent;

    /// <summary>When to look again without a change.</summary>
    internal TimeSpan? RequeueAfter { get; init; }

    /// <summary>It and all that depend on it are to go.</summary>
    internal bool IsUnwanted { get; init; }
}
