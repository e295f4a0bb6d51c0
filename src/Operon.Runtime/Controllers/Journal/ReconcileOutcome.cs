namespace Operon.Runtime;

/// <summary>How a reconcile ended.</summary>
public enum ReconcileOutcome
{
    /// <summary>Done until something changes.</summary>
    Success,

    /// <summary>Done, and to be called again after a time.</summary>
    RequeueAfter,

    /// <summary>Done for now, and to be called again at once.</summary>
    Requeue,

    /// <summary>Failed; tried again after a back-off.</summary>
    Error,

    /// <summary>Failed by a programming error; tried again after a back-off.</summary>
    Panic,

    /// <summary>Took longer than the reconcile timeout; tried again after a back-off.</summary>
    Timeout,

    /// <summary>Failed for good; waits for a change.</summary>
    TerminalError,

    /// <summary>Cancelled because its object has gone; called anew.</summary>
    Superseded,

    /// <summary>Cancelled because the manager stops.</summary>
    Stopped,
}
