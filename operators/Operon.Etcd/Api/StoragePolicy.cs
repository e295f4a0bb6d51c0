using System.Text.Json.Serialization;

namespace Operon.Etcd.Api;

/// <summary>What happens to the volumes of the members.</summary>
internal sealed record StoragePolicy
{
    public const string Retain = "Retain";

    /// <summary><c>Delete</c> (the default): claims go with the cluster object. <c>Retain</c>: they stay.</summary>
    [JsonPropertyName("deletePolicy")]
    public string? DeletePolicy { get; init; }

    /// <summary>Medium of the emptyDir of members without a claim: empty for the node's disk, <c>Memory</c> for tmpfs.</summary>
    [JsonPropertyName("medium")]
    public string? Medium { get; init; }

    /// <summary>Largest size of that emptyDir, a quantity; no limit when null.</summary>
    [JsonPropertyName("sizeLimit")]
    public string? SizeLimit { get; init; }
}
