using System.Text.Json.Serialization;

namespace Operon.Etcd.Api;

/// <summary>How far a restore has come. The first two fields are those of the CoreOS operator.</summary>
internal sealed record EtcdRestoreStatus
{
    [JsonPropertyName("succeeded")]
    public bool Succeeded { get; init; }

    [JsonPropertyName("reason")]
    public string? Reason { get; init; }

    [JsonPropertyName("phase")]
    public string? Phase { get; init; }

    [JsonPropertyName("message")]
    public string? Message { get; init; }

    [JsonPropertyName("backup")]
    public BackupArtifact? Backup { get; init; }

    [JsonPropertyName("clusterID")]
    public string? ClusterId { get; init; }

    [JsonPropertyName("startedAt")]
    public DateTimeOffset? StartedAt { get; init; }

    [JsonPropertyName("finishedAt")]
    public DateTimeOffset? FinishedAt { get; init; }

    [JsonPropertyName("attempts")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Attempts { get; init; }

    [JsonPropertyName("observedGeneration")]
    public long? ObservedGeneration { get; init; }

    [JsonPropertyName("conditions")]
    public IReadOnlyList<EtcdClusterCondition>? Conditions { get; init; }
}
