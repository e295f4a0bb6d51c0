using k8s;
using k8s.Models;

namespace Operon.Kubernetes;

/// <summary>
/// A kind of your own that knows how it is called and serialized. The generator implements it for every partial type with
/// <see cref="KubernetesResourceAttribute"/>, bound to the <c>JsonSerializerContext</c> that lists the type.
/// </summary>
/// <typeparam name="TSelf">The type that implements it.</typeparam>
public interface ICustomResource<TSelf> : IKubernetesObject<V1ObjectMeta>
    where TSelf : class, ICustomResource<TSelf>
{
    /// <summary>Group, version, kind, plural, scope and serialization.</summary>
    static abstract ResourceKind<TSelf> Resource { get; }
}
