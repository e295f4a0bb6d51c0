using Orchard.External.V1;
using Operon.Kubernetes;
using Operon.Runtime;

namespace Orchard.Controllers;

/// <summary>Acts on every Certificate. Called whenever one has changed, and after a failure again: it looks at what is, and does what is missing.</summary>
[Rbac("cert-manager.io", "certificates", Verbs.Read)]
public sealed class CertificateReconciler : Reconciler<Certificate>
{
    /// <inheritdoc/>
    public override Task<ReconcileResult> ReconcileAsync(Certificate resource, OperatorContext context, CancellationToken cancellationToken)
    {
        // Objects from the cache are shared: change copies. What belongs to this one is applied by context.ApplyOwnedAsync(resource, ...).
        return Task.FromResult(ReconcileResult.Done);
    }
}
