using k8s;
using k8s.Models;

namespace Operon.Webhooks;

/// <summary>
/// Judges an object before it is stored (a validating webhook). Errors become one refusal with code 422 and a cause for each field, which kubectl lists as for a
/// built-in kind.
/// </summary>
/// <typeparam name="T">The kind: an own resource or an official model such as <c>V1Pod</c>.</typeparam>
public interface IValidator<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>Judges a new object.</summary>
    ValueTask<ValidationResult> ValidateCreateAsync(T resource, AdmissionContext context, CancellationToken cancellationToken);

    /// <summary>
    /// Judges a change. Default: as a creation of <paramref name="updated"/>. An object that is being deleted can be updated too, as when its finalizers are
    /// removed: rules that came later must not keep it from going.
    /// </summary>
    ValueTask<ValidationResult> ValidateUpdateAsync(T current, T updated, AdmissionContext context, CancellationToken cancellationToken) =>
        ValidateCreateAsync(updated, context, cancellationToken);

    /// <summary>Judges a deletion. Default: valid. Called only when the webhook configuration names the operation DELETE.</summary>
    ValueTask<ValidationResult> ValidateDeleteAsync(T current, AdmissionContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult(ValidationResult.Valid);
}
