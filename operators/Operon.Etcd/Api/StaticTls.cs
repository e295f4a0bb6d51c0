using System.Text.Json.Serialization;

namespace Operon.Etcd.Api;

/// <summary>Certificates from secrets the user provides.</summary>
internal sealed record StaticTls
{
    [JsonPropertyName("member")]
    public MemberSecrets? Member { get; init; }

    [JsonPropertyName("operatorSecret")]
    public string? OperatorSecret { get; init; }
}
