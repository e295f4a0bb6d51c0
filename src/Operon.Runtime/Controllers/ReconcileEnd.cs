namespace Operon.Runtime;

/// <summary>How a reconcile ended and when the key comes next.</summary>
internal readonly record struct ReconcileEnd(ReconcileOutcome Outcome, TimeSpan? Next = null, Exception? Error = null);
