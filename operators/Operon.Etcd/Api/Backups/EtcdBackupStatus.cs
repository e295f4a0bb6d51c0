using System.Text.Json.Serialization;

namespace Operon.Etcd.Api;

/// <summary>How the backups went. The first five fields are those of the CoreOS operator, capital letter included.</summary>
internal sealed record EtcdBackupStatus
{
    [JsonPropertyName("succeeded")]
    public bool Succeeded { get; init; }

    [JsonPropertyName("Reason")]
    public string? Reason { get; init; }

    [JsonPropertyName("etcdVersion")]
    public string? EtcdVersion { get; init; }

    [JsonPropertyName("etcdRevision")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long EtcdRevision { get; init; }

    [JsonPropertyName("lastSuccessDate")]
    public DateTimeOffset? LastSuccessDate { get; init; }

    [JsonPropertyName("phase")]
    public string? Phase { get; init; }

    [JsonPropertyName("artifact")]
    public BackupArtifact? Artifact { get; init; }

    [JsonPropertyName("pending")]
    public PendingBackup? Pending { get; init; }

    [JsonPropertyName("request")]
    public BackupRequest? Request { get; init; }

    [JsonPropertyName("history")]
    public IReadOnlyList<BackupRecord>? History { get; init; }

    [JsonPropertyName("lastScheduleTime")]
    public DateTimeOffset? LastScheduleTime { get; init; }

    [JsonPropertyName("nextScheduleTime")]
    public DateTimeOffset? NextScheduleTime { get; init; }

    [JsonPropertyName("attempts")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Attempts { get; init; }

    [JsonPropertyName("observedGeneration")]
    public long? ObservedGeneration { get; init; }

    [JsonPropertyName("conditions")]
    public IReadOnlyList<EtcdClusterCondition>? Conditions { get; init; }
}
