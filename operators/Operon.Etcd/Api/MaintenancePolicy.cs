using System.Text.Json.Serialization;

namespace Operon.Etcd.Api;

/// <summary>Upkeep of the database.</summary>
internal sealed record MaintenancePolicy
{
    public const long DefaultQuotaBytes = 2L << 30;

    /// <summary>Above this etcd itself advises against it: restarts and new members take long.</summary>
    public const long AdvisedQuotaBytes = 8L << 30;

    [JsonPropertyName("defragmentation")]
    public DefragmentationPolicy? Defragmentation { get; init; }

    [JsonPropertyName("autoCompaction")]
    public AutoCompactionPolicy? AutoCompaction { get; init; }

    /// <summary>Largest database file in bytes; null leaves etcd's own default of 2 GiB.</summary>
    [JsonPropertyName("quotaBackendBytes")]
    public long? QuotaBackendBytes { get; init; }

    /// <summary>Committed entries between two snapshots of raft; null leaves etcd's own default.</summary>
    [JsonPropertyName("snapshotCount")]
    public long? SnapshotCount { get; init; }

    /// <summary>Whether members compare their data; default true, by the checks their version has.</summary>
    [JsonPropertyName("corruptionChecks")]
    public bool? CorruptionChecks { get; init; }
}
