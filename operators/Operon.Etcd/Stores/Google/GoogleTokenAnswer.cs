using System.Text.Json.Serialization;

namespace Operon.Etcd.Stores.Google;

/// <summary>What a token endpoint answers.</summary>
internal sealed record GoogleTokenAnswer
{
    [JsonPropertyName("access_token")]
    public string? AccessToken { get; init; }

    [JsonPropertyName("expires_in")]
    public int ExpiresIn { get; init; }

    public override string ToString() => "GoogleTokenAnswer";
}
