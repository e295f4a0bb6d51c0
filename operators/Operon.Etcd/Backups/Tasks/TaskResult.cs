using System.Text.Json.Serialization;
using Operon.Etcd.Api;

namespace Operon.Etcd.Backups.Tasks;

/// <summary>What a task leaves in its termination message.</summary>
internal sealed record TaskResult
{
    [JsonPropertyName("error")]
    public string? Error { get; init; }

    [JsonPropertyName("transient")]
    public bool IsTransient { get; init; }

    [JsonPropertyName("artifact")]
    public BackupArtifact? Artifact { get; init; }

    [JsonPropertyName("deleted")]
    public int Deleted { get; init; }
}
