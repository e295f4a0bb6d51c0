namespace Operon.Webhooks.Tests;

/// <summary>Defaults the size to 3; demands an odd size that does not shrink.</summary>
internal sealed class MemcachedWebhook : IDefaulter<Memcached>, IValidator<Memcached>
{
    public ValueTask<Memcached> DefaultAsync(Memcached resource, AdmissionContext context, CancellationToken cancellationToken)
    {
        if (resource.Spec.Image == "explode")
        {
            throw new KeyNotFoundException("a bug");
        }

        context.Audit("defaulted", resource.Spec.Size is null ? "true" : "false");
        return ValueTask.FromResult(resource with { Spec = resource.Spec with { Size = resource.Spec.Size ?? 3 } });
    }

    public ValueTask<ValidationResult> ValidateCreateAsync(Memcached resource, AdmissionContext context, CancellationToken cancellationToken)
    {
        var errors = new List<FieldError>();
        if (resource.Spec.Size is { } size && size % 2 == 0)
        {
            errors.Add(FieldError.Invalid("spec.size", size, "must be odd"));
        }

        if (resource.Spec.Image is { } image && !image.Contains(':', StringComparison.Ordinal))
        {
            errors.Add(FieldError.Invalid("spec.image", image, "must name a tag"));
        }

        if (resource.Spec.Image?.EndsWith(":latest", StringComparison.Ordinal) == true)
        {
            context.Warn("spec.image: latest moves; name a version");
        }

        return ValueTask.FromResult(ValidationResult.Of(errors));
    }

    public ValueTask<ValidationResult> ValidateUpdateAsync(Memcached current, Memcached updated, AdmissionContext context, CancellationToken cancellationToken) =>
        updated.Spec.Size < current.Spec.Size
            ? ValueTask.FromResult(ValidationResult.Of(FieldError.Forbidden("spec.size", "may not shrink")))
            : ValidateCreateAsync(updated, context, cancellationToken);

    public ValueTask<ValidationResult> ValidateDeleteAsync(Memcached current, AdmissionContext context, CancellationToken cancellationToken) =>
        current.Metadata.Labels?.ContainsKey("keep") == true
            ? throw new AdmissionDeniedException("it has the label keep; remove that first")
            : ValueTask.FromResult(ValidationResult.Valid.WithWarnings("its cache is gone"));
}
