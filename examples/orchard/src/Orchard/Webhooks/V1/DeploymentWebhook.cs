using Operon.Webhooks;
using k8s.Models;

namespace Orchard.Webhooks.V1;

/// <summary>Asked by the API server before a Deployment is stored.</summary>
[Webhook(FailurePolicy = FailurePolicy.Fail)]
public sealed class DeploymentWebhook : IValidator<V1Deployment>
{
    /// <summary>Judges a new object, and a change by what it leads to. Rules of single fields belong in the definition: as attributes of the spec.</summary>
    public ValueTask<ValidationResult> ValidateCreateAsync(V1Deployment resource, AdmissionContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult(ValidationResult.Valid);
}
