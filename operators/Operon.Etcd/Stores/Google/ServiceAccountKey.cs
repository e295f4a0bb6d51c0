using System.Text.Json;
using System.Text.Json.Serialization;
using Operon.Etcd.Objects;

namespace Operon.Etcd.Stores.Google;

/// <summary>The key file of a Google service account.</summary>
internal sealed record ServiceAccountKey
{
    [JsonPropertyName("client_email")]
    public string? ClientEmail { get; init; }

    [JsonPropertyName("private_key")]
    public string? PrivateKey { get; init; }

    [JsonPropertyName("private_key_id")]
    public string? PrivateKeyId { get; init; }

    [JsonPropertyName("token_uri")]
    public string? TokenUri { get; init; }

    /// <summary>Throws <see cref="InvalidSpecException"/> that names the secret.</summary>
    public static ServiceAccountKey Parse(byte[] json, string secret)
    {
        try
        {
            var key = JsonSerializer.Deserialize(json, GoogleJson.Default.ServiceAccountKey);
            return key is { ClientEmail.Length: > 0, PrivateKey.Length: > 0 }
                ? key
                : throw new InvalidSpecException($"secret {secret}: its key \"credentials.json\" is no service account key: client_email or private_key is missing");
        }
        catch (JsonException)
        {
            throw new InvalidSpecException($"secret {secret}: its key \"credentials.json\" is not valid JSON");
        }
    }

    public override string ToString() => $"ServiceAccountKey {ClientEmail}";
}
