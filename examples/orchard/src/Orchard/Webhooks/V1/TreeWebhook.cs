using Operon.Webhooks;
using Orchard.Api.V1;

namespace Orchard.Webhooks.V1;

/// <summary>Asked by the API server before a Tree is stored.</summary>
[Webhook(FailurePolicy = FailurePolicy.Fail)]
public sealed class TreeWebhook : IDefaulter<Tree>, IValidator<Tree>
{
    /// <summary>Fills in what the client left out. Must give the same result when called on its own result.</summary>
    public ValueTask<Tree> DefaultAsync(Tree resource, AdmissionContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult(resource);

    /// <summary>Judges a new object, and a change by what it leads to. Rules of single fields belong in the definition: as attributes of the spec.</summary>
    public ValueTask<ValidationResult> ValidateCreateAsync(Tree resource, AdmissionContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult(ValidationResult.Valid);
}
