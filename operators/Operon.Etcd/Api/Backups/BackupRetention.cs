using System.Text.Json.Serialization;

namespace Operon.Etcd.Api;

/// <summary>How long periodic backups are kept.</summary>
internal sealed record BackupRetention
{
    [JsonPropertyName("maxCount")]
    public int? MaxCount { get; init; }

    [JsonPropertyName("maxAge")]
    public string? MaxAge { get; init; }

    [JsonPropertyName("ladder")]
    public BackupLadder? Ladder { get; init; }
}

/// <summary>Keep one of each of the last so many hours, days, weeks and months.</summary>
internal sealed record BackupLadder
{
    [JsonPropertyName("hourly")]
    public int Hourly { get; init; }

    [JsonPropertyName("daily")]
    public int Daily { get; init; }

    [JsonPropertyName("weekly")]
    public int Weekly { get; init; }

    [JsonPropertyName("monthly")]
    public int Monthly { get; init; }
}
