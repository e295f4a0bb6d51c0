using System.Text.Json.Serialization;

namespace Operon.Etcd.Api;

/// <summary>Pod names by readiness.</summary>
internal sealed record MemberNames
{
    [JsonPropertyName("ready")]
    public IReadOnlyList<string>? Ready { get; init; }

    [JsonPropertyName("unready")]
    public IReadOnlyList<string>? Unready { get; init; }
}
