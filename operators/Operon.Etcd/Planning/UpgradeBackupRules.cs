namespace Operon.Etcd.Planning;

/// <summary>A snapshot before the first member gets another version (U3). Once one has it, going on is safer than waiting.</summary>
internal static class UpgradeBackupRules
{
    public static EtcdAction? Next(EtcdDesired desired, EtcdObserved observed, MembershipFacts membership)
    {
        if (observed.UpgradeBackup is not { IsDone: false } backup
            || observed.Pods.Any(pod => pod.Version == desired.Version)
            || UpgradeRules.Next(desired, observed, membership) is not (UpgradePod or MoveLeader))
        {
            return null;
        }

        if (backup.Problem is { } problem)
        {
            return new AwaitBackup(problem);
        }

        return backup.IsRequested
            ? new AwaitBackup($"the EtcdBackup {backup.Name} is taken before the version changes to {desired.Version}{(backup.Failure is { } failure ? $": {failure}" : "")}")
            : new RequestBackup(backup.Name, backup.Token, $"spec.version is {desired.Version}");
    }
}
