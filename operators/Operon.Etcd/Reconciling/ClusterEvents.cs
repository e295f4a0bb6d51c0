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
            case ReportCorruption when cluster.Status?.Conditions?.FirstOrDefault(condition => condition.Type == EtcdClusterCondition.Corrupt)?.Message != action.Reason:
                recorder.Warning(cluster, "Data Corrupt", action.Reason);
                break;
            case RefuseVersion when cluster.Status?.Reason != action.Reason:
                recorder.Warning(cluster, "Version Refused", action.Reason);
                break;
            case RefuseHibernation when cluster.Status?.Reason != action.Reason:
                recorder.Warning(cluster, "Hibernation Refused", action.Reason);
                break;
            case HoldUpgrade when cluster.Status?.Reason != action.Reason:
                recorder.Normal(cluster, "Upgrade Paused", action.Reason);
                break;
        }
    }

    /// <summary>What status newly says that people should look at.</summary>
    public void Judged(EtcdCluster cluster, EtcdClusterStatus status)
    {
        foreach (var condition in (status.Conditions ?? []).Where(IsWarning))
        {
            var before = cluster.Status?.Conditions?.FirstOrDefault(other => other.Type == condition.Type);
            if (before is null || before.Status != condition.Status || before.Reason != condition.Reason)
            {
                recorder.Warning(cluster, $"{condition.Type} {condition.Reason}", condition.Message ?? "");
            }
        }
    }

    private static bool IsWarning(EtcdClusterCondition condition) =>
        condition is { Type: EtcdClusterCondition.Degraded or EtcdClusterCondition.Advice, Status: "True" } or { Type: EtcdClusterCondition.Progressing, Reason: "DeadlineExceeded" };

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

    /// <summary>News about certificates that somebody has to look at, told when the condition changes.</summary>
    public void Certificates(EtcdCluster before, EtcdClusterStatus after)
    {
        var now = after.Conditions?.FirstOrDefault(condition => condition.Type == CertificateStatus.Valid);
        var was = before.Status?.Conditions?.FirstOrDefault(condition => condition.Type == CertificateStatus.Valid);
        if (now is { Reason: "CertificatesExpiring" or "CertificateExpired" or "CertificateMissing" or "CertificatesRefused" or "CertManagerNotUsable" } && now.Reason != was?.Reason)
        {
            recorder.Warning(before, now.Reason == "CertificatesExpiring" ? "Certificates Expiring" : "Certificates Not Valid", now.Message ?? "");
        }
    }

    public void Done(EtcdCluster cluster, IEnumerable<ClusterEvent> news)
    {
        foreach (var one in news)
        {
            if (one.IsWarning)
            {
                recorder.Warning(cluster, one.Reason, one.Note);
            }
            else
            {
                recorder.Normal(cluster, one.Reason, one.Note);
            }
        }
    }
}
