using System.Text.Json.Serialization;

namespace Operon.Etcd.Api;

/// <summary>One run of a periodic backup.</summary>
internal sealed record BackupRecord
{
    [JsonPropertyName("time")]
    public DateTimeOffset Time { get; init; }

    [JsonPropertyName("succeeded")]
    public bool Succeeded { get; init; }

    [JsonPropertyName("reason")]
    public string? Reason { get; init; }

    [JsonPropertyName("artifact")]
    public BackupArtifact? Artifact { get; init; }
}
