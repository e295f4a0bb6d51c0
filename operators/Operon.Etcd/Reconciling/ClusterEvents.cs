using Operon.Etcd.Api;
using Operon.Etcd.Planning;
using Operon.Runtime;

namespace Operon.Etcd.Reconciling;

/// <summary>Tells what was done to a cluster, in the words of the CoreOS operator where it had some.</summary>
internal sealed class ClusterEvents(IEventRecorder recorder)
{
    /// <summary>Before the action: what is about to happen to a member that is given up, and news about the state of the cluster.</summary>
    public void Deciding(EtcdCluster cluster, EtcdAction action)
    {
        var available = cluster.Status?.Conditions?.FirstOrDefault(condition => condition.Type == EtcdClusterCondition.Available);
        switch (action)
        {
            case ReportQuorumLost or StayPaused { Loss: not null } when available?.Reason != "Quorum lost":
                recorder.Warning(cluster, "Quorum Lost", (action as StayPaused)?.Loss?.Reason ?? action.Reason);
                break;
            case ReportForeignMember when cluster.Status?.Reason != action.Reason:
                recorder.Warning(cluster, "Cluster ID Mismatch", action.Reason);
                break;
            case RefuseVersion when cluster.Status?.Reason != action.Reason:
                recorder.Warning(cluster, "Version Refused", action.Reason);
                break;
        }
    }

    public void Invalid(EtcdCluster cluster, string problem)
    {
        if (cluster.Status?.Reason != problem)
        {
            recorder.Warning(cluster, "Invalid Spec", $"EtcdCluster {cluster.Metadata.Name}: {problem}");
        }
    }

    /// <summary>The API server refuses what a cluster needs: a quota, an admission rule or a missing right that only people can change.</summary>
    public void Refused(EtcdCluster cluster, EtcdAction action, string error) =>
        recorder.Warning(cluster, "Action Refused", $"{action.GetType().Name}: {error}");

    public void QuorumRestored(EtcdCluster cluster) => recorder.Normal(cluster, "Quorum Restored", "a majority of the voters is healthy again");

    public void Done(EtcdCluster cluster, EtcdAction action)
    {
        switch (action)
        {
            case CreateSeedPod seed:
                recorder.Normal(cluster, "New Member Added", $"New member {seed.Name} added to cluster: {seed.Reason}");
                break;
            case CreateMemberPod { MustKeepData: false } pod:
                recorder.Normal(cluster, "New Member Added", $"New member {pod.Name} added to cluster");
                break;
            case CreateMemberPod pod:
                recorder.Normal(cluster, "Member Pod Recreated", $"Pod {pod.Name} is made again with its data: {pod.Reason}");
                break;
            case PromoteLearner learner:
                recorder.Normal(cluster, "Member Promoted", $"Learner {learner.Name} is a voter now");
                break;
            case RemoveMember member:
                if (member.IsDead)
                {
                    recorder.Normal(cluster, "Replacing Dead Member", $"The dead member {member.Name} is being replaced");
                }

                recorder.Normal(cluster, "Member Removed", $"Existing member {member.Name} removed from the cluster: {member.Reason}");
                break;
            case MoveLeader move:
                recorder.Normal(cluster, "Leader Moved", $"Leadership moved from {move.LeaderName} to {move.TargetName}: {move.Reason}");
                break;
            case UpgradePod pod:
                recorder.Normal(cluster, "Member Upgraded", $"Member {pod.Name} upgraded from {pod.From} to {pod.To}");
                break;
        }
    }
}
