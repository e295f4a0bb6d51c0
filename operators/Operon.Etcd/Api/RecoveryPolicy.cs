using System.Text.Json.Serialization;

namespace Operon.Etcd.Api;

/// <summary>What may be done without a person when the quorum is lost for good.</summary>
internal sealed record RecoveryPolicy
{
    public const string Manual = "Manual";
    public const string Automatic = "Automatic";

    /// <summary><see cref="Manual"/> (the default) or <see cref="Automatic"/>.</summary>
    [JsonPropertyName("policy")]
    public string? Policy { get; init; }

    /// <summary>How long the quorum must have been lost; default <c>10m</c>.</summary>
    [JsonPropertyName("after")]
    public string? After { get; init; }
}
