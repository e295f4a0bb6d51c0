using k8s;
using k8s.Models;

namespace Operon.Runtime;

/// <summary>What a <see cref="FinalizerRegistry{T}"/> left.</summary>
/// <param name="Object">The object as stored last.</param>
/// <param name="IsBeingDeleted">Whether it is on its way out: there is nothing to apply any more.</param>
/// <param name="RequeueAfter">When a cleanup wants to go on; null when all are finished.</param>
public sealed record FinalizerProgress<T>(T Object, bool IsBeingDeleted, TimeSpan? RequeueAfter)
    where T : class, IKubernetesObject<V1ObjectMeta>;
