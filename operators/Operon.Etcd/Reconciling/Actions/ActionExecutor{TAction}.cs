using Operon.Etcd.Planning;

namespace Operon.Etcd.Reconciling;

/// <summary>Base of the executors, one for each type of action.</summary>
internal abstract class ActionExecutor<TAction> : IActionExecutor
    where TAction : EtcdAction
{
    public Type Action => typeof(TAction);

    public Task<string?> ExecuteAsync(ClusterSnapshot snapshot, EtcdAction action, CancellationToken cancellationToken) =>
        ExecuteAsync(snapshot, (TAction)action, cancellationToken);

    public IEnumerable<ClusterEvent> Announce(EtcdAction action) => Announce((TAction)action);

    protected abstract Task<string?> ExecuteAsync(ClusterSnapshot snapshot, TAction action, CancellationToken cancellationToken);

    protected virtual IEnumerable<ClusterEvent> Announce(TAction action) => [];
}
