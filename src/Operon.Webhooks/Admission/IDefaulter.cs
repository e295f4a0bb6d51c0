using k8s;
using k8s.Models;

namespace Operon.Webhooks;

/// <summary>
/// Fills in what the client left out, before validation and storage (a mutating webhook). What it changes is sent as a JSON patch of the object as the client
/// sent it, so fields <typeparamref name="T"/> does not know survive. Not called for deletions. Must give the same result when called again on its result.
/// </summary>
/// <typeparam name="T">The kind: an own resource or an official model such as <c>V1Pod</c>.</typeparam>
public interface IDefaulter<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>
    /// Returns the changed copy, or <paramref name="resource"/> itself, which is this call's own and may be changed in place. An
    /// <see cref="AdmissionDeniedException"/> refuses the request.
    /// </summary>
    ValueTask<T> DefaultAsync(T resource, AdmissionContext context, CancellationToken cancellationToken);
}
