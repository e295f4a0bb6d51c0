namespace Operon.Runtime;

/// <summary>As <see cref="IReconciler"/>, for controllers whose keys are not objects: a shard, a tenant, a pair of objects.</summary>
public interface IKeyReconciler<TKey>
    where TKey : notnull, IEquatable<TKey>
{
    /// <summary>Reconciles what the context's key stands for. Never called twice at once for the same key.</summary>
    Task<ReconcileResult> ReconcileAsync(ReconcileContext<TKey> context, CancellationToken cancellationToken);
}
