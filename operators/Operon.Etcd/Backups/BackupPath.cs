using Operon.Etcd.Api;

namespace Operon.Etcd.Backups;

/// <summary>Paths of single objects in the store of a source.</summary>
internal static class BackupPath
{
    /// <summary>The path as a spec writes it: with the bucket, where the store has buckets.</summary>
    public static string Of(BackupSource source, string key) => source.StorageType == BackupSource.PvcType
        ? key
        : $"{source.Path![..source.Path!.IndexOf('/', StringComparison.Ordinal)]}/{key}";
}
