namespace Operon.Etcd.Planning;

/// <summary>Whether a change of version is one etcd supports as a rolling change (U3, U4, U5).</summary>
internal static class VersionStep
{
    private static readonly EtcdVersion _readyFor36 = new(3, 5, 32);
    private static readonly EtcdVersion _readyFor37 = new(3, 6, 11);

    /// <summary>Null when <paramref name="to"/> may follow <paramref name="from"/>; else what is wrong and which step is allowed.</summary>
    public static string? Refusal(EtcdVersion from, EtcdVersion to)
    {
        if (to.IsSameMinor(from) || to.IsNextMinorOf(from) || IsDowngrade(from, to))
        {
            return null;
        }

        return to < from
            ? $"spec.version {to} is a downgrade from {from}, which etcd {(from.Minor >= 6 ? $"supports to {from.Major}.{from.Minor - 1}.x only" : "does not support before 3.6")}: set it to {from} or to a later {from.Major}.{from.Minor}.x"
            : $"spec.version {to} skips a minor version: from {from} the next allowed step is {from.Major}.{from.Minor + 1}.x";
    }

    /// <summary>One minor version back, which etcd can prepare from 3.6 on.</summary>
    public static bool IsDowngrade(EtcdVersion from, EtcdVersion to) => from.IsNextMinorOf(to) && from >= new EtcdVersion(3, 6, 0);

    /// <summary>The same for a cluster as it is: what every member has to run first (U4), and whether users and roles are in force.</summary>
    public static string? Refusal(EtcdObserved observed, EtcdVersion from, EtcdVersion to)
    {
        if (Refusal(from, to) is { } refusal)
        {
            return refusal;
        }

        if (!to.IsNextMinorOf(from))
        {
            return null;
        }

        if (from.IsSameMinor(new EtcdVersion(3, 4, 0)) && (observed.Membership is { IsAuthEnabled: true } || observed.Auth is { IsEnabled: true }))
        {
            return $"spec.version {to}: with users and roles in force, members of 3.4 and 3.5 do not work together; switch authentication off (etcdctl auth disable) for the time of the upgrade";
        }

        var lowest = Lowest(observed, from);
        return Missing(lowest, from, to, _readyFor36, 6) ?? Missing(lowest, from, to, _readyFor37, 7);
    }

    private static string? Missing(EtcdVersion lowest, EtcdVersion from, EtcdVersion to, EtcdVersion needed, int minor) => to.Minor == minor && lowest < needed
        ? $"spec.version {to}: every member has to run {needed} or a later {from.Major}.{from.Minor}.x first, the lowest runs {lowest}; set spec.version to {needed} or later, then to {to}"
        : null;

    // What a member reports counts; its pod may ask for another image than the one that runs.
    private static EtcdVersion Lowest(EtcdObserved observed, EtcdVersion from) =>
        (observed.Membership?.Members ?? []).Select(member => member.ServerVersion ?? observed.Pod(member.Name)?.Version)
            .OfType<EtcdVersion>().Where(version => version.IsSameMinor(from)).Append(from).Min();
}
