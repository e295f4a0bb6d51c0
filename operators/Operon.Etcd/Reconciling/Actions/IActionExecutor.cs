using Operon.Etcd.Planning;

namespace Operon.Etcd.Reconciling;

/// <summary>
/// Carries out one kind of action. Every action may be repeated: what is there already counts as done, what etcd refuses for now is
/// looked at afresh in the next reconcile.
/// </summary>
internal interface IActionExecutor
{
    /// <summary>Type of the actions it carries out.</summary>
    Type Action { get; }

    /// <summary>Null when done; else why it could not be done yet.</summary>
    Task<string?> ExecuteAsync(ClusterSnapshot snapshot, EtcdAction action, CancellationToken cancellationToken);

    /// <summary>What to tell people once it is done.</summary>
    IEnumerable<ClusterEvent> Announce(EtcdAction action);
}
