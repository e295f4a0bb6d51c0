using System.Text.Json.Serialization;

namespace Operon.Etcd.Api;

/// <summary>What the cluster is.</summary>
internal sealed record EtcdClusterStatus
{
    [JsonPropertyName("phase")]
    public string? Phase { get; init; }

    [JsonPropertyName("reason")]
    public string? Reason { get; init; }

    [JsonPropertyName("controlPaused")]
    public bool ControlPaused { get; init; }

    [JsonPropertyName("conditions")]
    public IReadOnlyList<EtcdClusterCondition>? Conditions { get; init; }

    [JsonPropertyName("size")]
    public int Size { get; init; }

    [JsonPropertyName("serviceName")]
    public string? ServiceName { get; init; }

    [JsonPropertyName("clientPort")]
    public int? ClientPort { get; init; }

    [JsonPropertyName("members")]
    public MemberNames? Members { get; init; }

    [JsonPropertyName("currentVersion")]
    public string? CurrentVersion { get; init; }

    [JsonPropertyName("targetVersion")]
    public string? TargetVersion { get; init; }

    [JsonPropertyName("observedGeneration")]
    public long? ObservedGeneration { get; init; }

    [JsonPropertyName("clusterID")]
    public string? ClusterId { get; init; }

    [JsonPropertyName("readyReplicas")]
    public int ReadyReplicas { get; init; }

    [JsonPropertyName("readiness")]
    public string? Readiness { get; init; }

    [JsonPropertyName("labelSelector")]
    public string? LabelSelector { get; init; }

    [JsonPropertyName("quorum")]
    public QuorumStatus? Quorum { get; init; }

    [JsonPropertyName("recovery")]
    public RecoveryStatus? Recovery { get; init; }

    [JsonPropertyName("maintenance")]
    public MaintenanceStatus? Maintenance { get; init; }

    /// <summary>Stands for the options and pod fields all members were made from when the cluster was last complete.</summary>
    [JsonPropertyName("currentConfig")]
    public string? CurrentConfig { get; init; }

    [JsonPropertyName("operation")]
    public EtcdOperationStatus? Operation { get; init; }

    [JsonPropertyName("repairs")]
    public EtcdRepairStatus? Repairs { get; init; }

    [JsonPropertyName("memberStatuses")]
    public IReadOnlyList<EtcdMemberStatus>? MemberStatuses { get; init; }

    [JsonPropertyName("restore")]
    public ClusterRestore? Restore { get; init; }

    [JsonPropertyName("tls")]
    public EtcdTlsStatus? Tls { get; init; }

    [JsonPropertyName("certificates")]
    public IReadOnlyList<EtcdCertificateStatus>? Certificates { get; init; }

    [JsonPropertyName("auth")]
    public EtcdAuthStatus? Auth { get; init; }

    [JsonPropertyName("leaderTransfer")]
    public EtcdLeaderTransfer? LeaderTransfer { get; init; }
}
