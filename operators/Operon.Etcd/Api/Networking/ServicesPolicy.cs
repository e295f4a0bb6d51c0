using System.Text.Json.Serialization;

namespace Operon.Etcd.Api;

/// <summary>The Services of a cluster.</summary>
internal sealed record ServicesPolicy
{
    [JsonPropertyName("client")]
    public ServiceOptions? Client { get; init; }

    /// <summary>One Service for each member, named like it; absent for none.</summary>
    [JsonPropertyName("perMember")]
    public ServiceOptions? PerMember { get; init; }

    [JsonPropertyName("ipFamilyPolicy")]
    public string? IpFamilyPolicy { get; init; }

    [JsonPropertyName("ipFamilies")]
    public IReadOnlyList<string>? IpFamilies { get; init; }
}
