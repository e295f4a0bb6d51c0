using System.Text.Json.Serialization;
using k8s;
using k8s.Models;

namespace Operon.Kubernetes;

/// <summary>Any object reduced to its metadata: the cheapest thing to cache (<c>meta.k8s.io/v1</c>).</summary>
public sealed class PartialObjectMetadata : IKubernetesObject<V1ObjectMeta>
{
    /// <inheritdoc/>
    [JsonPropertyName("apiVersion")]
    public string? ApiVersion { get; set; }

    /// <inheritdoc/>
    [JsonPropertyName("kind")]
    public string? Kind { get; set; }

    /// <inheritdoc/>
    [JsonPropertyName("metadata")]
    public V1ObjectMeta Metadata { get; set; } = new();
}
