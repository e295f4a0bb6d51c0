using k8s;
using k8s.Models;

namespace Operon.Runtime;

/// <summary>What an external dependent sees.</summary>
/// <param name="Primary">The primary object.</param>
/// <param name="Id">The stored id; null when none has been stored.</param>
/// <param name="Token">The same for every try for this primary object and dependent, and for no other: an idempotency key.</param>
/// <param name="Dependents">The other dependents.</param>
public sealed record ExternalContext<T>(T Primary, string? Id, string Token, DependentContext<T> Dependents)
    where T : class, IKubernetesObject<V1ObjectMeta>;
