using System.Text.Json.Serialization;

namespace Operon.Etcd.Api;

/// <summary>What is backed up of itself before a risk is taken.</summary>
internal sealed record ClusterBackupPolicy
{
    /// <summary>EtcdBackup of the same namespace that has to be taken anew before the first member gets another version.</summary>
    [JsonPropertyName("beforeUpgrade")]
    public string? BeforeUpgrade { get; init; }
}
