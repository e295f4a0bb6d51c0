__license__using k8s.Models;
using Operon.Kubernetes;
using Operon.Runtime;
using __Root__.Api.__Version__;

namespace __Root__.Controllers;

/// <summary>
/// Makes the world as a __Kind__ says. Called whenever one has changed, and after a failure again: it looks at what is, and does what is missing.
/// </summary>
__controllerAttribute__[Rbac("__group__", "__plural__", Verbs.Read__rbacNamespace__)]
[Rbac("__group__", "__plural__/status", Verbs.Patch__rbacNamespace__)]
public sealed class __Controller__ : Reconciler<__Kind__>
{
    /// <inheritdoc/>
    public override async Task<ReconcileResult> ReconcileAsync(__Kind__ resource, OperatorContext context, CancellationToken cancellationToken)
    {
        // Create and change here what belongs to the __Kind__: context.ApplyOwnedAsync(resource, ResourceKinds.Deployment, ...).
        var ready = new V1Condition
        {
            Type = "Ready",
            Status = "True",
            Reason = "Reconciled",
            Message = $"Everything is as generation {resource.Metadata.Generation} says",
            ObservedGeneration = resource.Metadata.Generation,
        };
        var status = resource.Status ?? new __Kind__Status();
        status = status with { Conditions = Conditions.Set(status.Conditions, ready, context.Time.GetUtcNow()) };
        await context.PatchStatusAsync(__Kind__.Resource, resource, resource with { Status = status });
        return ReconcileResult.Done;
    }
}
