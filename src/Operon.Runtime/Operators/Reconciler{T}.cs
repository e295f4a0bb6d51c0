using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>
/// Brings the world one step closer to what one object asks for. The services make it, once. Level-triggered: a call says that something may have changed, not what. Throwing
/// tries again with exponential back-off; <see cref="TerminalException"/> does not, <see cref="RetryException"/> says when.
/// <code>
/// [Owns&lt;V1Deployment&gt;]
/// public sealed class MemcachedReconciler : Reconciler&lt;Memcached&gt; { ... }
/// </code>
/// </summary>
/// <typeparam name="T">The kind it reconciles.</typeparam>
public abstract class Reconciler<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>
    /// Reconciles an object, as the cache has it: shared, and therefore not to be changed. Never called twice at once for the same object. An object with a
    /// <c>deletionTimestamp</c> comes here too, as long as finalizers hold it.
    /// </summary>
    public abstract Task<ReconcileResult> ReconcileAsync(T resource, OperatorContext context, CancellationToken cancellationToken);

    /// <summary>
    /// An object is gone: what it owned goes with it, so that there is mostly nothing to do. For what this process remembers of the object, such as connections. A program that starts
    /// later is not told; what must happen before an object goes needs a finalizer.
    /// </summary>
    public virtual Task<ReconcileResult> ReconcileGoneAsync(ObjectKey key, OperatorContext context, CancellationToken cancellationToken) => Task.FromResult(ReconcileResult.Done);

    /// <summary>Says what else wakes the reconciler and how it works, where the attributes have no word for it. Called once, at the start, after the attributes were read.</summary>
    protected internal virtual void Describe(ControllerBuilder<T> controller)
    {
    }
}
