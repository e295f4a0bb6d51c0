namespace Operon.Runtime;

/// <summary>What became of an event.</summary>
internal enum Kept
{
    /// <summary>It is to wake the key.</summary>
    No,

    /// <summary>It waits for the end of the reconcile.</summary>
    Held,

    /// <summary>It is the key's own write.</summary>
    Dropped,
}
