using Operon.Etcd.Planning;

namespace Operon.Etcd.Reconciling;

/// <summary>Makes the pod of a member etcd knows.</summary>
internal sealed class CreateMemberPodExecutor(MemberPodCreation pods) : ActionExecutor<CreateMemberPod>
{
    protected override Task<string?> ExecuteAsync(ClusterSnapshot snapshot, CreateMemberPod action, CancellationToken cancellationToken) =>
        pods.CreateAsync(snapshot, action.Name, action.Version, isSeed: false, action.MustKeepData, cancellationToken);

    protected override IEnumerable<ClusterEvent> Announce(CreateMemberPod action) => action.MustKeepData
        ? [new("Member Pod Recreated", $"Pod {action.Name} is made again with its data: {action.Reason}")]
        : [new("New Member Added", $"New member {action.Name} added to cluster")];
}
