using Operon.Etcd.Api;
using Operon.Etcd.Reconciling;

namespace Operon.Etcd.Restores;

/// <summary>The status that tells the truth about a restore. Pure.</summary>
internal static class RestoreStatusBuilder
{
    private const string Restored = "Restored";

    public static EtcdRestoreStatus At(EtcdRestore restore, string phase, string message, DateTimeOffset now)
    {
        var before = Base(restore);
        return before with
        {
            Succeeded = false,
            Reason = null,
            Phase = phase,
            Message = message,
            StartedAt = before.StartedAt ?? Seconds(now),
            Conditions = Conditions(restore, before, now).Set(Restored, "Unknown", phase, message).ToList(),
        };
    }

    public static EtcdRestoreStatus Proved(EtcdRestore restore, BackupArtifact backup, DateTimeOffset now) =>
        At(restore, RestorePhase.Stopping, $"{backup.Uri} is whole: {backup.SizeBytes} bytes", now) with { Backup = backup, Attempts = 0 };

    public static EtcdRestoreStatus Succeeded(EtcdRestore restore, EtcdCluster cluster, string message, DateTimeOffset now)
    {
        var before = Base(restore);
        return before with
        {
            Succeeded = true,
            Reason = null,
            Phase = RestorePhase.Succeeded,
            Message = message,
            ClusterId = cluster.Status!.ClusterId,
            FinishedAt = Seconds(now),
            Conditions = Conditions(restore, before, now).Set(Restored, "True", RestorePhase.Succeeded, message).ToList(),
        };
    }

    public static EtcdRestoreStatus Failed(EtcdRestore restore, string reason, DateTimeOffset now)
    {
        var before = Base(restore);
        return before with
        {
            Succeeded = false,
            Reason = reason,
            Phase = RestorePhase.Failed,
            Message = null,
            FinishedAt = Seconds(now),
            Conditions = Conditions(restore, before, now).Set(Restored, "False", RestorePhase.Failed, reason).ToList(),
        };
    }

    private static EtcdRestoreStatus Base(EtcdRestore restore) => (restore.Status ?? new EtcdRestoreStatus()) with { ObservedGeneration = restore.Metadata.Generation };

    private static ConditionSet Conditions(EtcdRestore restore, EtcdRestoreStatus before, DateTimeOffset now) =>
        ConditionSet.From(before.Conditions, restore.Metadata.Generation, now);

    // The API's times have no fractions.
    private static DateTimeOffset Seconds(DateTimeOffset time) => DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());
}
