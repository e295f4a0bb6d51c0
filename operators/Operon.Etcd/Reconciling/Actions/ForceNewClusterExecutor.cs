using Operon.Etcd.Planning;

namespace Operon.Etcd.Reconciling;

/// <summary>Makes the survivor's pod with <c>--force-new-cluster</c>, on the data it has.</summary>
internal sealed class ForceNewClusterExecutor(MemberPodCreation pods) : ActionExecutor<ForceNewCluster>
{
    protected override Task<string?> ExecuteAsync(ClusterSnapshot snapshot, ForceNewCluster action, CancellationToken cancellationToken) =>
        pods.StartOverAsync(snapshot, action.Name, action.Version, cancellationToken);
}
