using System.Text.Json.Serialization;

namespace Operon.Etcd.Api;

/// <summary>What to back up, where to and how often.</summary>
internal sealed record EtcdBackupSpec
{
    [JsonPropertyName("etcdEndpoints")]
    public IReadOnlyList<string>? EtcdEndpoints { get; init; }

    [JsonPropertyName("clusterName")]
    public string? ClusterName { get; init; }

    [JsonPropertyName("clientTLSSecret")]
    public string? ClientTlsSecret { get; init; }

    [JsonPropertyName("basicAuthSecret")]
    public string? BasicAuthSecret { get; init; }

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

    [JsonPropertyName("backupPolicy")]
    public BackupPolicy? BackupPolicy { get; init; }

    [JsonPropertyName("schedule")]
    public string? Schedule { get; init; }

    [JsonPropertyName("timeZone")]
    public string? TimeZone { get; init; }

    [JsonPropertyName("suspend")]
    public bool Suspend { get; init; }

    [JsonPropertyName("retention")]
    public BackupRetention? Retention { get; init; }

    [JsonPropertyName("encryption")]
    public BackupEncryption? Encryption { get; init; }

    [JsonPropertyName("copies")]
    public IReadOnlyList<BackupSource>? Copies { get; init; }

    [JsonPropertyName("testRestore")]
    public bool TestRestore { get; init; }
}
