namespace Operon.Runtime;

/// <summary>What a graph may do to the objects of a dependent.</summary>
[Flags]
public enum DependentCapabilities
{
    /// <summary>Nothing but looking.</summary>
    None = 0,

    /// <summary>Create what is missing.</summary>
    Create = 1,

    /// <summary>Change what differs.</summary>
    Update = 2,

    /// <summary>
    /// Delete what is not wanted any more. Without it objects are kept, also when the primary object goes: they get no owner reference, and a new
    /// primary object of the same name takes them up again.
    /// </summary>
    Delete = 4,

    /// <summary>All of them; the default.</summary>
    All = Create | Update | Delete,
}
