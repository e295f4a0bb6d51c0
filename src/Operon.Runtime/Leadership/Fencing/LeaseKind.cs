namespace Operon.Runtime;

/// <summary>What allows a flow to write.</summary>
internal enum LeaseKind
{
    /// <summary>Nothing: every replica may.</summary>
    None,

    /// <summary>The leader's Lease.</summary>
    Leader,

    /// <summary>The Lease of a replica that has shards.</summary>
    Shards,
}
