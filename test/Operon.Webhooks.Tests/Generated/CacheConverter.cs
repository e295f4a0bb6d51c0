using System.Globalization;
using k8s.Models;

namespace Operon.Webhooks.Tests.Generated;

/// <summary>Keeps the seconds, for which v1alpha1 has no field, in an annotation.</summary>
public sealed class CacheConverter : IConverter<V1Alpha1Cache, Cache>
{
    private const string Seconds = "generated.example.com/seconds";

    /// <inheritdoc/>
    public Cache ToHub(V1Alpha1Cache spoke) => new()
    {
        Spec = new CacheSpec
        {
            Replicas = spoke.Spec.Size,
            Seconds = spoke.Metadata.Annotations?.TryGetValue(Seconds, out var text) == true ? int.Parse(text, CultureInfo.InvariantCulture) : null,
        },
    };

    /// <inheritdoc/>
    public V1Alpha1Cache FromHub(Cache hub) => new()
    {
        Metadata = new V1ObjectMeta
        {
            Annotations = hub.Spec.Seconds is { } seconds ? new Dictionary<string, string> { [Seconds] = seconds.ToString(CultureInfo.InvariantCulture) } : null,
        },
        Spec = new V1Alpha1CacheSpec { Size = hub.Spec.Replicas },
    };
}
