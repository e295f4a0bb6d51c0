using System.Text.Json.Serialization;

namespace Operon.Etcd.Api;

/// <summary>The policy of the CoreOS operator.</summary>
internal sealed record BackupPolicy
{
    [JsonPropertyName("timeoutInSecond")]
    public long TimeoutInSecond { get; init; }

    [JsonPropertyName("backupIntervalInSecond")]
    public long BackupIntervalInSecond { get; init; }

    [JsonPropertyName("maxBackups")]
    public int MaxBackups { get; init; }
}
