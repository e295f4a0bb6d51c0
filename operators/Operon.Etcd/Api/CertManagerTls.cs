using System.Text.Json.Serialization;

namespace Operon.Etcd.Api;

/// <summary>Certificates cert-manager makes and renews. A surface without an issuer stays plain.</summary>
internal sealed record CertManagerTls
{
    [JsonPropertyName("peerIssuerRef")]
    public IssuerReference? PeerIssuer { get; init; }

    [JsonPropertyName("clientIssuerRef")]
    public IssuerReference? ClientIssuer { get; init; }

    [JsonPropertyName("duration")]
    public string? Duration { get; init; }

    [JsonPropertyName("renewBefore")]
    public string? RenewBefore { get; init; }

    [JsonPropertyName("extraDnsNames")]
    public IReadOnlyList<string>? ExtraDnsNames { get; init; }

    [JsonPropertyName("extraIpAddresses")]
    public IReadOnlyList<string>? ExtraIpAddresses { get; init; }
}
