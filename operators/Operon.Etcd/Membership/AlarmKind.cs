namespace Operon.Etcd.Membership;

/// <summary>What an alarm of etcd is about.</summary>
internal enum AlarmKind
{
    /// <summary>One this operator does not know.</summary>
    Unknown,

    /// <summary>The database has reached its quota: writes are refused.</summary>
    NoSpace,

    /// <summary>A member's data differs from the others': writes are refused.</summary>
    Corrupt,
}
