using System.Text.Json.Serialization;

namespace Operon.Etcd.Api;

/// <summary>A store and a path in it: what EtcdBackup and EtcdRestore have in common. Holds names of secrets, never their content.</summary>
internal sealed record BackupSource
{
    public const string S3Type = "S3";
    public const string AbsType = "ABS";
    public const string GcsType = "GCS";
    public const string OssType = "OSS";
    public const string PvcType = "PVC";

    [JsonPropertyName("storageType")]
    public string? StorageType { get; init; }

    [JsonPropertyName("s3")]
    public S3Source? S3 { get; init; }

    [JsonPropertyName("abs")]
    public AbsSource? Abs { get; init; }

    [JsonPropertyName("gcs")]
    public GcsSource? Gcs { get; init; }

    [JsonPropertyName("oss")]
    public OssSource? Oss { get; init; }

    [JsonPropertyName("pvc")]
    public PvcSource? Pvc { get; init; }

    [JsonPropertyName("encryption")]
    public BackupEncryption? Encryption { get; init; }

    public static BackupSource Of(EtcdBackupSpec spec) => new()
    {
        StorageType = spec.StorageType,
        S3 = spec.S3,
        Abs = spec.Abs,
        Gcs = spec.Gcs,
        Oss = spec.Oss,
        Pvc = spec.Pvc,
        Encryption = spec.Encryption,
    };

    public static BackupSource Of(EtcdRestoreSpec spec) => new()
    {
        StorageType = spec.BackupStorageType,
        S3 = spec.S3,
        Abs = spec.Abs,
        Gcs = spec.Gcs,
        Oss = spec.Oss,
        Pvc = spec.Pvc,
        Encryption = spec.Encryption,
    };

    /// <summary>The same store at another path, bucket included.</summary>
    public BackupSource At(string path) => this with
    {
        S3 = S3 is null ? null : S3 with { Path = path },
        Abs = Abs is null ? null : Abs with { Path = path },
        Gcs = Gcs is null ? null : Gcs with { Path = path },
        Oss = Oss is null ? null : Oss with { Path = path },
        Pvc = Pvc is null ? null : Pvc with { Path = path },
    };

    /// <summary>Path of the used store as written.</summary>
    [JsonIgnore]
    public string? Path => StorageType switch
    {
        S3Type => S3?.Path,
        AbsType => Abs?.Path,
        GcsType => Gcs?.Path,
        OssType => Oss?.Path,
        PvcType => Pvc?.Path,
        _ => null,
    };
}
