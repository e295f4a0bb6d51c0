using k8s.Models;
using Operon.Kubernetes;
using Operon.Runtime;
using Orchard.Api.V1Beta1;

namespace Orchard.Controllers;

/// <summary>
/// Makes the world as a Meadow says. Called whenever one has changed, and after a failure again: it looks at what is, and does what is missing.
/// </summary>
[Rbac("land.example.com", "meadowlands", Verbs.Read)]
[Rbac("land.example.com", "meadowlands/status", Verbs.Patch)]
public sealed class MeadowReconciler : Reconciler<Meadow>
{
    /// <inheritdoc/>
    public override async Task<ReconcileResult> ReconcileAsync(Meadow resource, OperatorContext context, CancellationToken cancellationToken)
    {
        // Create and change here what belongs to the Meadow: context.ApplyOwnedAsync(resource, ResourceKinds.Deployment, ...).
        var ready = new V1Condition
        {
            Type = "Ready",
            Status = "True",
            Reason = "Reconciled",
            Message = $"Everything is as generation {resource.Metadata.Generation} says",
            ObservedGeneration = resource.Metadata.Generation,
        };
        var status = resource.Status ?? new MeadowStatus();
        status = status with { Conditions = Conditions.Set(status.Conditions, ready, context.Time.GetUtcNow()) };
        await context.PatchStatusAsync(Meadow.Resource, resource, resource with { Status = status });
        return ReconcileResult.Done;
    }
}
