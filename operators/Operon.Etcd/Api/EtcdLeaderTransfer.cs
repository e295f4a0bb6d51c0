using System.Text.Json.Serialization;

namespace Operon.Etcd.Api;

/// <summary>How the last wish for another leader ended.</summary>
internal sealed record EtcdLeaderTransfer
{
    [JsonPropertyName("request")]
    public string Request { get; init; } = "";

    [JsonPropertyName("outcome")]
    public string? Outcome { get; init; }

    [JsonPropertyName("message")]
    public string? Message { get; init; }

    [JsonPropertyName("time")]
    public string? Time { get; init; }
}
