namespace Operon.Etcd.Certificates;

/// <summary>Where the rotation of an authority stands.</summary>
internal enum AuthorityPhase
{
    /// <summary>One authority, trusted by all.</summary>
    Steady,

    /// <summary>Members are restarted one by one to trust the next authority too; the old one still signs.</summary>
    Distributing,

    /// <summary>The new authority signs; the old one is trusted until all members show new certificates.</summary>
    Retiring,
}
