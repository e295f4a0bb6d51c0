using k8s;
using k8s.Models;

namespace Operon.Runtime;

/// <summary>A node of a graph before it is attached to a controller.</summary>
internal sealed record DependentDefinition<T>(string Name, DependentConditions<T> Conditions, Func<DependentAttachment<T>, DependentNode<T>> Attach)
    where T : class, IKubernetesObject<V1ObjectMeta>;
