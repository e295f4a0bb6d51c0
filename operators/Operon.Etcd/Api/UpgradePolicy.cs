using System.Text.Json.Serialization;

namespace Operon.Etcd.Api;

/// <summary>How a change of version is carried out.</summary>
internal sealed record UpgradePolicy
{
    /// <summary>No further member is given another version while true; members that are down are still mended.</summary>
    [JsonPropertyName("paused")]
    public bool Paused { get; init; }
}
