namespace Operon.Etcd.Planning;

/// <summary>Whether a change of version is one etcd supports as a rolling change (U3).</summary>
internal static class VersionStep
{
    /// <summary>Null when <paramref name="to"/> may follow <paramref name="from"/>; else what is wrong and which step is allowed.</summary>
    public static string? Refusal(EtcdVersion from, EtcdVersion to)
    {
        if (to.IsSameMinor(from) || to.IsNextMinorOf(from))
        {
            return null;
        }

        return to < from
            ? $"spec.version {to} is a downgrade from {from}, which is not supported: set it to {from} or to a later {from.Major}.{from.Minor}.x"
            : $"spec.version {to} skips a minor version: from {from} the next allowed step is {from.Major}.{from.Minor + 1}.x";
    }
}
