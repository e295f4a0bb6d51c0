namespace Operon.Webhooks.Tests.Generated;

/// <summary>Defaults the replicas to 1; wants at most 5.</summary>
[Webhook(TimeoutSeconds = 5, NamespaceSelector = "kubernetes.io/metadata.name notin (kube-system)")]
public sealed class CacheWebhook : IDefaulter<Cache>, IValidator<Cache>
{
    /// <inheritdoc/>
    public ValueTask<Cache> DefaultAsync(Cache resource, AdmissionContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult(resource with { Spec = resource.Spec with { Replicas = resource.Spec.Replicas ?? 1 } });

    /// <inheritdoc/>
    public ValueTask<ValidationResult> ValidateCreateAsync(Cache resource, AdmissionContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult(resource.Spec.Replicas > 5 ? ValidationResult.Of(FieldError.Invalid("spec.replicas", resource.Spec.Replicas, "must be at most 5")) : ValidationResult.Valid);
}
