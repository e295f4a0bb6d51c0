using k8s.Models;
using Operon.Kubernetes;
using Operon.Runtime;
using Orchard.Api.V1;

namespace Orchard.Controllers;

/// <summary>
/// Makes the world as a Tree says. Called whenever one has changed, and after a failure again: it looks at what is, and does what is missing.
/// </summary>
[Rbac("fruit.example.com", "trees", Verbs.Read)]
[Rbac("fruit.example.com", "trees/status", Verbs.Patch)]
public sealed class TreeReconciler : Reconciler<Tree>
{
    /// <inheritdoc/>
    public override async Task<ReconcileResult> ReconcileAsync(Tree resource, OperatorContext context, CancellationToken cancellationToken)
    {
        // Create and change here what belongs to the Tree: context.ApplyOwnedAsync(resource, ResourceKinds.Deployment, ...).
        var ready = new V1Condition
        {
            Type = "Ready",
            Status = "True",
            Reason = "Reconciled",
            Message = $"Everything is as generation {resource.Metadata.Generation} says",
            ObservedGeneration = resource.Metadata.Generation,
        };
        var status = resource.Status ?? new TreeStatus();
        status = status with { Conditions = Conditions.Set(status.Conditions, ready, context.Time.GetUtcNow()) };
        await context.PatchStatusAsync(Tree.Resource, resource, resource with { Status = status });
        return ReconcileResult.Done;
    }
}
