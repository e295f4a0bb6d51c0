using System.Text.Json.Serialization;

namespace Operon.Etcd.Api;

/// <summary>What a defragmentation gave back.</summary>
internal sealed record DefragmentedMember
{
    [JsonPropertyName("name")]
    public string Name { get; init; } = "";

    [JsonPropertyName("sizeBeforeBytes")]
    public long SizeBeforeBytes { get; init; }

    [JsonPropertyName("sizeAfterBytes")]
    public long SizeAfterBytes { get; init; }

    [JsonPropertyName("finishedAt")]
    public DateTime? FinishedAt { get; init; }

    /// <summary>Why it was not defragmented; null when it was.</summary>
    [JsonPropertyName("error")]
    public string? Error { get; init; }
}
