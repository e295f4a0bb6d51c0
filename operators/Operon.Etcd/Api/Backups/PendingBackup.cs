using System.Text.Json.Serialization;

namespace Operon.Etcd.Api;

/// <summary>A backup that is about to appear in the store: written down before, so that another process recognizes it as its own.</summary>
internal sealed record PendingBackup
{
    [JsonPropertyName("startedAt")]
    public DateTimeOffset StartedAt { get; init; }

    [JsonPropertyName("request")]
    public string? Request { get; init; }

    [JsonPropertyName("artifact")]
    public BackupArtifact? Artifact { get; init; }
}
