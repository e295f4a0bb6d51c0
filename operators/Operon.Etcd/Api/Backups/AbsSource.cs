using System.Text.Json.Serialization;

namespace Operon.Etcd.Api;

/// <summary>A place in Azure Blob Storage.</summary>
internal sealed record AbsSource
{
    [JsonPropertyName("path")]
    public string? Path { get; init; }

    [JsonPropertyName("absSecret")]
    public string? AbsSecret { get; init; }

    [JsonPropertyName("endpoint")]
    public string? Endpoint { get; init; }
}
