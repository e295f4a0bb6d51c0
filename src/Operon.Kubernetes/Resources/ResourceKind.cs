using System.Text.Json.Serialization.Metadata;
using k8s;
using k8s.Models;

namespace Operon.Kubernetes;

/// <summary>
/// Binds a resource to the CLR type that represents it. One resource may have several representations: the full official
/// model, metadata only, or a lean record with the few fields a controller reads.
/// </summary>
/// <typeparam name="T">The representation.</typeparam>
public sealed class ResourceKind<T>(ResourceType type, JsonTypeInfo<T> json)
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>The resource.</summary>
    public ResourceType Type { get; } = type;

    /// <summary>Source-generated serialization of one object.</summary>
    public JsonTypeInfo<T> Json { get; } = json;
}
