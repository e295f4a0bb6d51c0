using System.Text.Json.Serialization;

namespace Operon.Etcd.Api;

/// <summary>One certificate of the cluster.</summary>
internal sealed record EtcdCertificateStatus
{
    [JsonPropertyName("name")]
    public string Name { get; init; } = "";

    [JsonPropertyName("notAfter")]
    public string? NotAfter { get; init; }

    [JsonPropertyName("renewal")]
    public string? Renewal { get; init; }
}
