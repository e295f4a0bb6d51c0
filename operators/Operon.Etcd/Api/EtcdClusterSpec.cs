using System.Text.Json.Serialization;

namespace Operon.Etcd.Api;

/// <summary>What the cluster shall be.</summary>
internal sealed record EtcdClusterSpec
{
    public const string DefaultRepository = "quay.io/coreos/etcd";

    [JsonPropertyName("size")]
    public int Size { get; init; }

    [JsonPropertyName("repository")]
    public string? Repository { get; init; }

    [JsonPropertyName("version")]
    public string? Version { get; init; }

    [JsonPropertyName("paused")]
    public bool Paused { get; init; }

    [JsonPropertyName("pod")]
    public PodPolicy? Pod { get; init; }

    [JsonPropertyName("recovery")]
    public RecoveryPolicy? Recovery { get; init; }

    [JsonPropertyName("maintenance")]
    public MaintenancePolicy? Maintenance { get; init; }

    /// <summary>Flags of etcd without dashes, such as <c>snapshot-count</c>, each with its value.</summary>
    [JsonPropertyName("options")]
    public Dictionary<string, string>? Options { get; init; }

    [JsonPropertyName("storage")]
    public StoragePolicy? Storage { get; init; }

    [JsonPropertyName("upgrade")]
    public UpgradePolicy? Upgrade { get; init; }

    /// <summary>Seconds one step may take before the condition Progressing turns False; 600 when null.</summary>
    [JsonPropertyName("progressDeadlineSeconds")]
    public int? ProgressDeadlineSeconds { get; init; }

    [JsonPropertyName("TLS")]
    public TlsPolicy? Tls { get; init; }

    [JsonPropertyName("backup")]
    public ClusterBackupPolicy? Backup { get; init; }

    [JsonPropertyName("auth")]
    public EtcdAuth? Auth { get; init; }

    [JsonPropertyName("disruptionBudget")]
    public DisruptionBudgetPolicy? DisruptionBudget { get; init; }

    [JsonPropertyName("networkPolicy")]
    public NetworkPolicySpec? NetworkPolicy { get; init; }

    [JsonPropertyName("services")]
    public ServicesPolicy? Services { get; init; }
}
