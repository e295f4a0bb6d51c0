using k8s;
using k8s.Models;

namespace Operon.Runtime;

/// <summary>
/// Something outside of Kubernetes that belongs to a primary object, such as a DNS record or a cloud bucket. Its id is stored in an annotation of
/// the primary object as soon as it is known. Calls for one primary object never overlap.
/// </summary>
public interface IExternalResource<T, TExternal>
    where T : class, IKubernetesObject<V1ObjectMeta>
    where TExternal : class
{
    /// <summary>
    /// Reads it; null when there is none. Without a stored id (<see cref="ExternalContext{T}.Id"/> null) a creation may have been cut short: services that
    /// can search answer by <see cref="ExternalContext{T}.Token"/>, others with null.
    /// </summary>
    Task<ExternalObject<TExternal>?> FindAsync(ExternalContext<T> context, CancellationToken cancellationToken);

    /// <summary>Creates it. Services with idempotency keys or tags are given <see cref="ExternalContext{T}.Token"/>, so that a repeated call makes no second one.</summary>
    Task<ExternalObject<TExternal>> CreateAsync(ExternalContext<T> context, CancellationToken cancellationToken);

    /// <summary>Whether it is as the primary object asks for.</summary>
    bool Matches(ExternalContext<T> context, TExternal actual);

    /// <summary>Makes it so.</summary>
    Task<TExternal> UpdateAsync(ExternalContext<T> context, TExternal actual, CancellationToken cancellationToken);

    /// <summary>Deletes it, or goes on to; called again until <see cref="FindAsync"/> finds nothing.</summary>
    Task DeleteAsync(ExternalContext<T> context, TExternal actual, CancellationToken cancellationToken);
}
