using System.Text.Json.Serialization;

namespace Operon.Etcd.Api;

/// <summary>The round of defragmentation that runs, or the last one.</summary>
internal sealed record DefragmentationStatus
{
    public const string OnRequest = "Request";
    public const string OnSchedule = "Schedule";
    public const string OnThreshold = "Threshold";
    public const string ForSpace = "NoSpace";

    [JsonPropertyName("cause")]
    public string? Cause { get; init; }

    [JsonPropertyName("startedAt")]
    public DateTime? StartedAt { get; init; }

    [JsonPropertyName("completedAt")]
    public DateTime? CompletedAt { get; init; }

    /// <summary>Members whose turn is still to come.</summary>
    [JsonPropertyName("pending")]
    public IReadOnlyList<string>? Pending { get; init; }

    [JsonPropertyName("members")]
    public IReadOnlyList<DefragmentedMember>? Members { get; init; }

    [JsonIgnore]
    public bool IsRunning => StartedAt is not null && CompletedAt is null;
}
