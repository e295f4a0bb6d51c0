using k8s;
using k8s.Models;

namespace Operon.Runtime;

/// <summary>One object as it was received: decoded in one go into every representation that is cached of its kind.</summary>
internal sealed class ObservedObject : IKubernetesObject<V1ObjectMeta>
{
    public ObservedObject(V1ObjectMeta metadata, ObservedForm[] forms)
    {
        Metadata = metadata;
        Forms = forms;
    }

    public string? ApiVersion { get; set; }

    public string? Kind { get; set; }

    /// <summary>The metadata of the first representation.</summary>
    public V1ObjectMeta Metadata { get; set; }

    /// <summary>The representations, in the order of the feed's; empty for a bookmark.</summary>
    public ObservedForm[] Forms { get; }

    /// <summary>Length of the object's JSON.</summary>
    public int WireBytes { get; init; }

    /// <summary>The newest write the metadata tells of, in whole seconds of the server's clock; null when it tells of none. See <see cref="WriteTime"/>.</summary>
    public DateTime? WrittenAt { get; init; }
}
