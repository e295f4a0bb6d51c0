namespace Operon.Runtime;

/// <summary>What a create-or-update did.</summary>
public enum WriteOutcome
{
    /// <summary>The object was as wanted; nothing was sent.</summary>
    Unchanged,

    /// <summary>The object did not exist and was created.</summary>
    Created,

    /// <summary>The object was changed, but not its status.</summary>
    Updated,

    /// <summary>Object and status were changed.</summary>
    UpdatedWithStatus,

    /// <summary>Only the status was changed.</summary>
    UpdatedStatusOnly,
}
