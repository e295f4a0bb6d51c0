using System.Text.Json.Serialization;

namespace Operon.Etcd.Api;

/// <summary>What upkeep was done, and how it went.</summary>
internal sealed record MaintenanceStatus
{
    /// <summary>Value of the annotation that was taken up last.</summary>
    [JsonPropertyName("request")]
    public string? Request { get; init; }

    /// <summary>Time of the schedule that was taken up last.</summary>
    [JsonPropertyName("lastScheduleTime")]
    public DateTime? LastScheduleTime { get; init; }

    [JsonPropertyName("defragmentation")]
    public DefragmentationStatus? Defragmentation { get; init; }

    [JsonPropertyName("space")]
    public SpaceStatus? Space { get; init; }
}
