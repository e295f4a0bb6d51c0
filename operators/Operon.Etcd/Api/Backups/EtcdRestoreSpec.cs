using System.Text.Json;
using System.Text.Json.Serialization;

namespace Operon.Etcd.Api;

/// <summary>Which backup goes into which cluster.</summary>
internal sealed record EtcdRestoreSpec
{
    [JsonPropertyName("backupStorageType")]
    public string? BackupStorageType { get; init; }

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

    [JsonPropertyName("backupName")]
    public string? BackupName { get; init; }

    [JsonPropertyName("revision")]
    public long? Revision { get; init; }

    [JsonPropertyName("notAfter")]
    public DateTimeOffset? NotAfter { get; init; }

    [JsonPropertyName("encryption")]
    public BackupEncryption? Encryption { get; init; }

    [JsonPropertyName("etcdCluster")]
    public EtcdClusterReference? EtcdCluster { get; init; }

    [JsonPropertyName("newCluster")]
    public NewCluster? NewCluster { get; init; }

    [JsonPropertyName("bumpRevision")]
    public long? BumpRevision { get; init; }

    [JsonPropertyName("timeoutSeconds")]
    public int? TimeoutSeconds { get; init; }

    [JsonPropertyName("retainOldVolumes")]
    public bool RetainOldVolumes { get; init; }
}

/// <summary>A cluster of the same namespace.</summary>
internal sealed record EtcdClusterReference
{
    [JsonPropertyName("name")]
    public string? Name { get; init; }
}

/// <summary>The cluster to make when there is none of the name.</summary>
internal sealed record NewCluster
{
    [JsonPropertyName("labels")]
    public Dictionary<string, string>? Labels { get; init; }

    [JsonPropertyName("annotations")]
    public Dictionary<string, string>? Annotations { get; init; }

    [JsonPropertyName("spec")]
    public JsonElement? Spec { get; init; }
}
