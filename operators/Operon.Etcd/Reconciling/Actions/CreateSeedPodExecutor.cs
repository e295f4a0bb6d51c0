using Operon.Etcd.Planning;

namespace Operon.Etcd.Reconciling;

/// <summary>Makes the pod of the first member.</summary>
internal sealed class CreateSeedPodExecutor(MemberPodCreation pods) : ActionExecutor<CreateSeedPod>
{
    protected override Task<string?> ExecuteAsync(ClusterSnapshot snapshot, CreateSeedPod action, CancellationToken cancellationToken) =>
        pods.CreateAsync(snapshot, action.Name, action.Version, isSeed: true, mustKeepData: false, cancellationToken);

    protected override IEnumerable<ClusterEvent> Announce(CreateSeedPod action) =>
        [new("New Member Added", $"New member {action.Name} added to cluster: {action.Reason}")];
}
