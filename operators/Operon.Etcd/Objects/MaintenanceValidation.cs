using System.Globalization;
using Cronos;
using Operon.Etcd.Api;
using Operon.Etcd.Certificates;
using Operon.Etcd.Planning;

namespace Operon.Etcd.Objects;

/// <summary>What is wrong with <c>spec.maintenance</c> and <c>spec.recovery</c>; each entry names the field and the remedy.</summary>
internal static class MaintenanceValidation
{
    public static IEnumerable<string> Problems(EtcdClusterSpec spec)
    {
        if (spec.Recovery?.Policy is { } policy and not (RecoveryPolicy.Manual or RecoveryPolicy.Automatic))
        {
            yield return $"spec.recovery.policy: \"{policy}\" is none; write {RecoveryPolicy.Manual} or {RecoveryPolicy.Automatic}";
        }

        if (spec.Recovery?.After is { Length: > 0 } after && !Durations.TryParse(after, out _))
        {
            yield return $"spec.recovery.after: \"{after}\" is not a duration; write numbers with units, such as 10m or 1h30m";
        }

        var maintenance = spec.Maintenance;
        if (maintenance?.QuotaBackendBytes is < 1)
        {
            yield return "spec.maintenance.quotaBackendBytes: must be positive; leave it out for etcd's default of 2 GiB";
        }

        if (maintenance?.SnapshotCount is < 1)
        {
            yield return "spec.maintenance.snapshotCount: must be positive; leave it out for etcd's default";
        }

        foreach (var (flag, _) in MaintenanceFlags.Of(maintenance).Where(flag => spec.Options?.ContainsKey(flag.Key) == true))
        {
            yield return $"spec.options: {flag} is set by spec.maintenance as well; keep one";
        }

        foreach (var problem in Defragmentation(maintenance?.Defragmentation).Concat(AutoCompaction(maintenance?.AutoCompaction, spec.Version)))
        {
            yield return problem;
        }
    }

    private static IEnumerable<string> Defragmentation(DefragmentationPolicy? policy)
    {
        if (policy?.ThresholdPercent is < 1 or > 99)
        {
            yield return $"spec.maintenance.defragmentation.thresholdPercent: {policy.ThresholdPercent} is not a part of the file; write 1 to 99";
        }

        if (policy?.MinReclaimBytes is < 0)
        {
            yield return "spec.maintenance.defragmentation.minReclaimBytes: must not be negative";
        }

        if (policy?.Schedule is { } schedule && !CronExpression.TryParse(schedule, out _))
        {
            yield return $"spec.maintenance.defragmentation.schedule: \"{schedule}\" is not a schedule; write five fields of cron, such as \"30 3 * * 6\"";
        }
    }

    private static IEnumerable<string> AutoCompaction(AutoCompactionPolicy? policy, string? version)
    {
        if (policy is null)
        {
            yield break;
        }

        if (EtcdVersion.TryParse(version, out var parsed) && parsed < new EtcdVersion(3, 3, 0))
        {
            yield return $"spec.maintenance.autoCompaction: etcd {parsed} knows no modes; use 3.3 or later, or ETCD_AUTO_COMPACTION_RETENTION in spec.pod.etcdEnv";
        }

        var isRevision = policy.Mode == AutoCompactionPolicy.Revision;
        if (policy.Mode is not null and not (AutoCompactionPolicy.Periodic or AutoCompactionPolicy.Revision))
        {
            yield return $"spec.maintenance.autoCompaction.mode: \"{policy.Mode}\" is none; write {AutoCompactionPolicy.Periodic} or {AutoCompactionPolicy.Revision}";
        }
        else if (isRevision && !(long.TryParse(policy.Retention, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0))
        {
            yield return $"spec.maintenance.autoCompaction.retention: \"{policy.Retention}\" is not a number of revisions, such as 1000";
        }
        else if (!isRevision && !Durations.TryParse(policy.Retention ?? "", out _))
        {
            yield return $"spec.maintenance.autoCompaction.retention: \"{policy.Retention}\" is not a duration, such as 30m";
        }
    }
}
