__license__using __modelNamespace__;
using Operon.Kubernetes;
using Operon.Runtime;

namespace __Root__.Controllers;

/// <summary>Acts on every __Kind__. Called whenever one has changed, and after a failure again: it looks at what is, and does what is missing.</summary>
__controllerAttribute__[Rbac("__group__", "__plural__", Verbs.Read__rbacNamespace__)]
public sealed class __Controller__ : Reconciler<__Model__>
{
    /// <inheritdoc/>
    public override Task<ReconcileResult> ReconcileAsync(__Model__ resource, OperatorContext context, CancellationToken cancellationToken)
    {
        // Objects from the cache are shared: change copies. What belongs to this one is applied by context.ApplyOwnedAsync(resource, ...).
        return Task.FromResult(ReconcileResult.Done);
    }
}
