namespace Operon.Runtime;

/// <summary>Tells the reconcile's own limit from other time limits.</summary>
internal sealed class ReconcileTimeoutException(string message, Exception inner) : TimeoutException(message, inner);
