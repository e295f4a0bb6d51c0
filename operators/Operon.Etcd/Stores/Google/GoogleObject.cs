using System.Text.Json.Serialization;

namespace Operon.Etcd.Stores.Google;

/// <summary>An object resource of the JSON API; sizes are numbers in strings.</summary>
internal sealed record GoogleObject
{
    [JsonPropertyName("name")]
    public string Name { get; init; } = "";

    [JsonPropertyName("size")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public long Size { get; init; }
}

/// <summary>A page of objects.</summary>
internal sealed record GoogleObjectList
{
    [JsonPropertyName("items")]
    public IReadOnlyList<GoogleObject>? Items { get; init; }

    [JsonPropertyName("nextPageToken")]
    public string? NextPageToken { get; init; }
}
