using k8s;
using k8s.Models;

namespace Operon.Webhooks;

/// <summary>
/// Translates between a version of a kind and its hub, the one version all others are translated to and from; two other versions meet by way of the hub.
/// Nothing may get lost on the way hub, spoke, hub: what a version has no field for belongs in an annotation.
/// </summary>
/// <remarks>
/// The server demands that metadata stays as it is but for labels and annotations. All of it is carried over for you: leave <c>Metadata</c> of the result alone,
/// or give it labels and annotations to add.
/// </remarks>
/// <typeparam name="TSpoke">The version translated.</typeparam>
/// <typeparam name="THub">The hub.</typeparam>
public interface IConverter<TSpoke, THub>
    where TSpoke : class, IKubernetesObject<V1ObjectMeta>
    where THub : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>The hub's form of <paramref name="spoke"/>, as a new object.</summary>
    THub ToHub(TSpoke spoke);

    /// <summary>This version's form of <paramref name="hub"/>, as a new object.</summary>
    TSpoke FromHub(THub hub);
}
