using System.Text.Json.Serialization;

namespace Operon.Etcd.Api;

/// <summary>The step that is being carried out. A change of the spec takes effect when it is done.</summary>
internal sealed record EtcdOperationStatus
{
    [JsonPropertyName("step")]
    public string Step { get; init; } = "";

    [JsonPropertyName("message")]
    public string? Message { get; init; }

    /// <summary>When the step began.</summary>
    [JsonPropertyName("since")]
    public string? Since { get; init; }

    /// <summary>The metadata.generation the step began with.</summary>
    [JsonPropertyName("generation")]
    public long? Generation { get; init; }
}
