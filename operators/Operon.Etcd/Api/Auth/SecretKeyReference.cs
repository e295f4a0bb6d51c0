using System.Text.Json.Serialization;

namespace Operon.Etcd.Api;

/// <summary>One key of a secret in the same namespace.</summary>
internal sealed record SecretKeyReference
{
    [JsonPropertyName("name")]
    public string Name { get; init; } = "";

    [JsonPropertyName("key")]
    public string? Key { get; init; }
}
