using Operon.Etcd.Stores;

namespace Operon.Etcd.Backups.Retention;

/// <summary>Deletes what a policy no longer keeps. Objects whose keys are not those of this path's periodic backups are never touched.</summary>
internal static class RetentionRun
{
    /// <summary>Gives the keys it deleted.</summary>
    public static async Task<IReadOnlyList<string>> PruneAsync(OpenedStore target, RetentionPolicy policy, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var expired = RetentionPlan.Expired(await ListAsync(target, cancellationToken), policy, now);
        foreach (var backup in expired)
        {
            await target.Store.DeleteAsync(backup.ToString(), cancellationToken);
        }

        return [.. expired.Select(backup => backup.ToString())];
    }

    /// <summary>The periodic backups of the target's path, in any order.</summary>
    public static async Task<IReadOnlyList<BackupKey>> ListAsync(OpenedStore target, CancellationToken cancellationToken)
    {
        var backups = new List<BackupKey>();
        await foreach (var stored in target.Store.ListAsync($"{target.Key}_v", cancellationToken))
        {
            if (BackupKey.TryParse(stored.Key, target.Key, out var key))
            {
                backups.Add(key);
            }
        }

        return backups;
    }
}
