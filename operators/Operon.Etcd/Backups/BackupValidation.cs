using Operon.Etcd.Api;

namespace Operon.Etcd.Backups;

/// <summary>What the schema cannot check, and what objects stored before the schema may hold.</summary>
internal static class BackupValidation
{
    /// <summary>Longest time a timer waits; longer ones make no sense for a backup either.</summary>
    private const long LongestSeconds = 366L * 24 * 3600;

    /// <summary>Everything that is wrong; each entry names the field and the remedy.</summary>
    public static IReadOnlyList<string> Problems(EtcdBackupSpec spec) => [.. Members(spec), .. Policy(spec), .. RetentionProblems(spec.Retention), .. SourceValidation.Problems(BackupSource.Of(spec), "storageType")];

    private static IEnumerable<string> Members(EtcdBackupSpec spec)
    {
        var endpoints = spec.EtcdEndpoints ?? [];
        var hasCluster = !string.IsNullOrEmpty(spec.ClusterName);
        if (endpoints.Count == 0 && !hasCluster)
        {
            yield return "spec.etcdEndpoints: is empty; name the members' URLs, or the EtcdCluster in spec.clusterName";
        }

        if (endpoints.Count > 0 && hasCluster)
        {
            yield return "spec.clusterName: is set beside spec.etcdEndpoints; keep one of them";
        }

        foreach (var endpoint in endpoints)
        {
            if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            {
                yield return $"spec.etcdEndpoints: \"{endpoint}\" is not a URL such as https://example-etcd-cluster-client:2379";
            }
            else if (uri.Scheme == "https" && string.IsNullOrEmpty(spec.ClientTlsSecret))
            {
                yield return "spec.clientTLSSecret: is missing; https endpoints need etcd-client.crt, etcd-client.key and etcd-client-ca.crt";
                yield break;
            }
        }
    }

    private static IEnumerable<string> Policy(EtcdBackupSpec spec)
    {
        var policy = spec.BackupPolicy ?? new BackupPolicy();
        if (policy.TimeoutInSecond is < 0 or > LongestSeconds)
        {
            yield return $"spec.backupPolicy.timeoutInSecond: {policy.TimeoutInSecond} is not a number of seconds from 0 (which means 60) to {LongestSeconds}";
        }

        if (policy.BackupIntervalInSecond is < 0 or > LongestSeconds)
        {
            yield return $"spec.backupPolicy.backupIntervalInSecond: {policy.BackupIntervalInSecond} is not a number of seconds from 0 (which means once) to {LongestSeconds}";
        }

        if (policy.MaxBackups < 0)
        {
            yield return $"spec.backupPolicy.maxBackups: {policy.MaxBackups} is negative; use 0 to keep all";
        }

        var isPeriodic = policy.BackupIntervalInSecond > 0 || !string.IsNullOrEmpty(spec.Schedule);
        if (policy.BackupIntervalInSecond > 0 && !string.IsNullOrEmpty(spec.Schedule))
        {
            yield return "spec.schedule: is set beside spec.backupPolicy.backupIntervalInSecond; keep one of them";
        }

        if (!isPeriodic && spec.Retention is not null)
        {
            yield return "spec.retention: has no effect on a backup that is taken once; set spec.schedule, or remove it";
        }

        foreach (var copy in spec.Copies ?? [])
        {
            if (spec.StorageType == BackupSource.PvcType || copy.StorageType == BackupSource.PvcType)
            {
                yield return "spec.copies: go from one object store to another; a PVC can be neither";
            }

            foreach (var problem in SourceValidation.Problems(copy, "copies.storageType"))
            {
                yield return problem.Replace("spec.", "spec.copies.", StringComparison.Ordinal);
            }
        }

        if (spec.Encryption is { KeySecret: null or "" })
        {
            yield return "spec.encryption.keySecret: is missing; name the secret that holds the key";
        }
    }

    private static IEnumerable<string> RetentionProblems(BackupRetention? retention)
    {
        if (retention?.MaxCount < 1)
        {
            yield return $"spec.retention.maxCount: {retention.MaxCount} would keep nothing; use 1 or more, or remove it";
        }

        if (retention?.MaxAge is { } age && !AgeText.TryParse(age, out _))
        {
            yield return $"spec.retention.maxAge: \"{age}\" is not an age such as 36h, 30d or 8w";
        }

        if (retention?.Ladder is { } ladder && (ladder.Hourly < 0 || ladder.Daily < 0 || ladder.Weekly < 0 || ladder.Monthly < 0))
        {
            yield return "spec.retention.ladder: has a negative number; use 0 or more";
        }

        if (retention?.Ladder is { Hourly: 0, Daily: 0, Weekly: 0, Monthly: 0 })
        {
            yield return "spec.retention.ladder: keeps nothing; give at least one step a number";
        }
    }
}
