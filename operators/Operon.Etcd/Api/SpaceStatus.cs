using System.Text.Json.Serialization;

namespace Operon.Etcd.Api;

/// <summary>The treatment of a database that reached its quota, or the last one.</summary>
internal sealed record SpaceStatus
{
    [JsonPropertyName("startedAt")]
    public DateTime? StartedAt { get; init; }

    [JsonPropertyName("completedAt")]
    public DateTime? CompletedAt { get; init; }

    /// <summary>History before this revision was given up; null until that is done.</summary>
    [JsonPropertyName("compactedRevision")]
    public long? CompactedRevision { get; init; }

    /// <summary>All history was given up, not only the older part.</summary>
    [JsonPropertyName("isThorough")]
    public bool IsThorough { get; init; }

    /// <summary>The treatment was not enough: the keys themselves fill the quota.</summary>
    [JsonPropertyName("exhausted")]
    public bool Exhausted { get; init; }

    [JsonPropertyName("message")]
    public string? Message { get; init; }
}
