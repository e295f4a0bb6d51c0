namespace Operon.Runtime;

/// <summary>How far a dependent is.</summary>
public enum DependentStatus
{
    /// <summary>As desired, and its ready condition holds.</summary>
    Ready,

    /// <summary>As desired, but its ready condition does not hold yet, or something it needs from outside is missing.</summary>
    NotReady,

    /// <summary>Waits for a dependent it depends on.</summary>
    Blocked,

    /// <summary>Its activation condition does not hold: it is neither watched nor touched.</summary>
    Inactive,

    /// <summary>Not wanted, and not gone yet.</summary>
    Deleting,

    /// <summary>Not wanted, and not there.</summary>
    Absent,

    /// <summary>Failed; <see cref="DependentState.Error"/> says why.</summary>
    Failed,
}
