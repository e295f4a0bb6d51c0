using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>A dependent at work.</summary>
internal abstract class DependentNode<T>(string name, DependentConditions<T> conditions)
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    public string Name => name;

    public DependentConditions<T> Conditions => conditions;

    /// <summary>Garbage collection does not remove its objects, or not when it should.</summary>
    public virtual bool NeedsFinalizer => conditions.Deleted is not null;

    /// <summary>Whether the server has the kind. When it does, the cache is filled after this.</summary>
    public virtual Task<bool> IsServedAsync(CancellationToken cancellationToken) => Task.FromResult(true);

    public abstract Task<DependentState> ReconcileAsync(DependentContext<T> context, CancellationToken cancellationToken);

    /// <summary>Deletes what there is: <see cref="DependentStatus.Absent"/> when nothing is left.</summary>
    public abstract Task<DependentState> DeleteAsync(DependentContext<T> context, CancellationToken cancellationToken);

    /// <summary>The primary object is gone.</summary>
    public virtual void Forget(ObjectKey primary)
    {
    }

    protected DependentState State(DependentStatus status, string? message = null, DependentOperations operations = DependentOperations.None) =>
        new(Name, status, message, operations);
}
