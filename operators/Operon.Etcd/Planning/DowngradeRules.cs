namespace Operon.Etcd.Planning;

/// <summary>
/// Back by one minor version, by etcd's own downgrade (U5): it checks, lowers the version of the data, and only then members are replaced. Nothing else is
/// done to the membership meanwhile.
/// </summary>
internal static class DowngradeRules
{
    public static EtcdAction? Next(EtcdDesired desired, EtcdObserved observed, MembershipFacts membership)
    {
        if (membership.DowngradeTarget is { } running && !running.IsSameMinor(desired.Version))
        {
            return new CancelDowngrade(running);
        }

        if (!VersionStep.IsDowngrade(UpgradeRules.From(observed), desired.Version) || observed.Pods.All(pod => pod.Version == desired.Version))
        {
            return null;
        }

        if (membership.DowngradeTarget is not null)
        {
            return IsPrepared(desired, membership)
                ? UpgradeRules.Roll(desired, observed, membership)
                : new Wait($"etcd lowers the version of its data to {desired.Version.Major}.{desired.Version.Minor}", TimeSpan.FromSeconds(1));
        }

        if (membership.Learners.Any())
        {
            return new Wait("a downgrade begins when no learner is left", TimeSpan.FromSeconds(1));
        }

        return desired.IsUpgradePaused
            ? new HoldUpgrade("spec.upgrade.paused is true: the downgrade has not begun")
            : Stability.Missing(observed, membership) ?? (EtcdAction)new EnableDowngrade(desired.Version);
    }

    /// <summary>etcd has lowered the version of every member's data, so that the older program can read them.</summary>
    public static bool IsPrepared(EtcdDesired desired, MembershipFacts? membership) =>
        membership?.DowngradeTarget is { } target
        && target.IsSameMinor(desired.Version)
        && membership.Members.All(member => member.StorageVersion is null || member.StorageVersion.Value.CompareMinor(desired.Version) <= 0);
}
