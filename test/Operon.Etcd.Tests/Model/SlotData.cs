namespace Operon.Etcd.Tests.Model;

/// <summary>Whose data a directory holds.</summary>
internal enum SlotData
{
    Empty,

    /// <summary>Those of the member the slot has now.</summary>
    Own,

    /// <summary>Those of a member that was removed.</summary>
    Foreign,
}
