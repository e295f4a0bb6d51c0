namespace Operon.Runtime;

/// <summary>What a reconcile wrote for a dependent.</summary>
[Flags]
public enum DependentOperations
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>At least one object was created.</summary>
    Created = 1,

    /// <summary>At least one object was changed.</summary>
    Updated = 2,

    /// <summary>The deletion of at least one object was asked for.</summary>
    Deleted = 4,
}
