using Operon.Etcd.Api;

namespace Operon.Etcd.Backups;

/// <summary>Whether a store is named completely. An unknown type is a problem of that one object.</summary>
internal static class SourceValidation
{
    public static IEnumerable<string> Problems(BackupSource source, string typeField)
    {
        (string Name, bool IsGiven)? used = source.StorageType switch
        {
            BackupSource.S3Type => ("s3", source.S3 is not null),
            BackupSource.AbsType => ("abs", source.Abs is not null),
            BackupSource.GcsType => ("gcs", source.Gcs is not null),
            BackupSource.OssType => ("oss", source.Oss is not null),
            BackupSource.PvcType => ("pvc", source.Pvc is not null),
            _ => null,
        };
        if (used is not { } block)
        {
            yield return $"spec.{typeField}: \"{source.StorageType}\" is none of S3, ABS, GCS, OSS and PVC";
            yield break;
        }

        if (!block.IsGiven)
        {
            yield return $"spec.{block.Name}: is missing, but spec.{typeField} is {source.StorageType}";
        }
        else if (source.StorageType == BackupSource.PvcType)
        {
            if (string.IsNullOrEmpty(source.Pvc!.ClaimName) || string.IsNullOrEmpty(source.Path))
            {
                yield return "spec.pvc: needs claimName and path";
            }
        }
        else if (source.Path is not { } path || path.IndexOf('/', StringComparison.Ordinal) <= 0 || path.EndsWith('/'))
        {
            yield return $"spec.{block.Name}.path: \"{source.Path}\" has to be a bucket (or container), a slash and a key, such as backups/my-cluster";
        }

        if (source.Path?.Split('/').Contains("..") == true)
        {
            yield return $"spec.{block.Name}.path: must not contain \"..\"";
        }
    }
}
