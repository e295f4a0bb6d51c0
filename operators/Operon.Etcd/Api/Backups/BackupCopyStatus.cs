using System.Text.Json.Serialization;

namespace Operon.Etcd.Api;

/// <summary>What became of one copy of a backup.</summary>
internal sealed record BackupCopyStatus
{
    [JsonPropertyName("uri")]
    public string Uri { get; init; } = "";

    /// <summary>Null when the copy is there.</summary>
    [JsonPropertyName("error")]
    public string? Error { get; init; }
}
