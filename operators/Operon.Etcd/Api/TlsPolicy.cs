using System.Text.Json.Serialization;

namespace Operon.Etcd.Api;

/// <summary>Transport security: certificates from one of three sources, or none.</summary>
internal sealed record TlsPolicy
{
    [JsonPropertyName("static")]
    public StaticTls? Static { get; init; }

    [JsonPropertyName("auto")]
    public AutoTls? Auto { get; init; }

    [JsonPropertyName("certManager")]
    public CertManagerTls? CertManager { get; init; }
}
