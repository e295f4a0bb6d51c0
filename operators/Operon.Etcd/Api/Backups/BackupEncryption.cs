using System.Text.Json.Serialization;

namespace Operon.Etcd.Api;

/// <summary>Encryption by the operator before anything leaves it.</summary>
internal sealed record BackupEncryption
{
    [JsonPropertyName("keySecret")]
    public string? KeySecret { get; init; }
}
