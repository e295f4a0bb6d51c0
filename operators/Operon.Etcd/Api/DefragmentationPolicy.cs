using System.Text.Json.Serialization;

namespace Operon.Etcd.Api;

/// <summary>When free pages are given back to the file system without being asked.</summary>
internal sealed record DefragmentationPolicy
{
    public const long DefaultMinReclaimBytes = 32L << 20;

    /// <summary>Free part of the database file from which a member is defragmented, in percent; null (the default): never by itself.</summary>
    [JsonPropertyName("thresholdPercent")]
    public int? ThresholdPercent { get; init; }

    /// <summary>Less than this is not worth the interruption; default 32 MiB. A request by annotation ignores it.</summary>
    [JsonPropertyName("minReclaimBytes")]
    public long? MinReclaimBytes { get; init; }

    /// <summary>Five fields of cron, in UTC; null (the default): not by the clock.</summary>
    [JsonPropertyName("schedule")]
    public string? Schedule { get; init; }
}
