namespace Operon.Runtime;

/// <summary>Why a daemon's token was cancelled.</summary>
public enum DaemonStopReason
{
    /// <summary>The object is being deleted, is gone, or was replaced by another one of the same name.</summary>
    Deleted,

    /// <summary><see cref="DaemonOptions{T}.Matches"/> no longer holds.</summary>
    NoLongerMatches,

    /// <summary>The process stops or no longer leads; another one may take over.</summary>
    Shutdown,
}
