using System.Text.Json.Serialization;

namespace Operon.Etcd.Api;

/// <summary>Access to one key, to a range of keys or to all keys with a prefix.</summary>
internal sealed record EtcdPermission
{
    [JsonPropertyName("key")]
    public string Key { get; init; } = "";

    [JsonPropertyName("rangeEnd")]
    public string? RangeEnd { get; init; }

    [JsonPropertyName("prefix")]
    public bool Prefix { get; init; }

    [JsonPropertyName("permission")]
    public string Permission { get; init; } = "";
}
