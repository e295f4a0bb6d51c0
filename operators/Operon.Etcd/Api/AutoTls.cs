using System.Text.Json.Serialization;

namespace Operon.Etcd.Api;

/// <summary>Certificates the operator makes and renews, signed by an authority of the cluster's own.</summary>
internal sealed record AutoTls
{
    [JsonPropertyName("peer")]
    public bool? Peer { get; init; }

    [JsonPropertyName("client")]
    public bool? Client { get; init; }

    [JsonPropertyName("validity")]
    public string? Validity { get; init; }

    [JsonPropertyName("renewBefore")]
    public string? RenewBefore { get; init; }

    [JsonPropertyName("caValidity")]
    public string? CaValidity { get; init; }

    [JsonPropertyName("extraDnsNames")]
    public IReadOnlyList<string>? ExtraDnsNames { get; init; }

    [JsonPropertyName("extraIpAddresses")]
    public IReadOnlyList<string>? ExtraIpAddresses { get; init; }

    /// <summary>On unless switched off.</summary>
    [JsonIgnore]
    public bool HasPeer => Peer != false;

    /// <summary>On unless switched off.</summary>
    [JsonIgnore]
    public bool HasClient => Client != false;
}
