using System.Globalization;
using Operon.Etcd.Api;
using Operon.Etcd.Objects;
using Operon.Etcd.Planning;

namespace Operon.Etcd.Reconciling;

/// <summary>The status that tells the truth about a snapshot and the action decided on it. Pure.</summary>
internal static class StatusBuilder
{
    // In this order; each sees what those before it wrote.
    private static readonly IStatusPart[] _parts =
    [
        new MemberDetails(),
        new HealthConditions(),
        new LeaderTransferStatus(),
        new CertificateStatus(),
        new AuthStatus(),
        new RepairPart(),
        new ProgressPart(),
        new HealthPart(),
        new AdvicePart(),
        new RecoveryPart(),
        new MaintenancePart(),
        new SupportStatus(),
        new RestoreStatusPart(),
    ];

    public static EtcdClusterStatus Build(ClusterSnapshot snapshot, EtcdAction action)
    {
        var before = snapshot.Cluster.Status ?? new EtcdClusterStatus();
        var observed = snapshot.Observed;
        if (action is StayPaused && !observed.HasFormed)
        {
            return before with { ControlPaused = true, ObservedGeneration = snapshot.Cluster.Metadata.Generation };
        }

        var formed = observed.HasFormed || action is RecordClusterId;
        var confirmed = observed.Membership is { IsConfirmed: true };
        var members = confirmed ? Members(observed) : Downgraded(before, observed);
        var voters = members.Where(member => member is { Healthy: true, Role: "Leader" or "Follower" }).Select(member => member.Name).ToList();
        var conditions = ConditionSet.From(before.Conditions, snapshot.Cluster.Metadata.Generation, observed.Now).With(snapshot, action);
        var status = before with
        {
            Phase = formed ? ClusterPhase.Running : ClusterPhase.Creating,
            Reason = Reason(action),
            ControlPaused = action is StayPaused,
            Size = members.Count,
            ServiceName = snapshot.Layout.ClientServiceName,
            ClientPort = ClusterLayout.ClientPort,
            Members = new MemberNames
            {
                Ready = voters,
                Unready = [.. members.Select(member => member.Name).Except(voters)],
            },
            CurrentVersion = CurrentVersion(snapshot, action, before),
            TargetVersion = action is StayPaused ? before.TargetVersion : IsUpgrading(snapshot, action) ? snapshot.Desired.Version.ToString() : null,
            ObservedGeneration = snapshot.Cluster.Metadata.Generation,
            ClusterId = action is RecordClusterId record ? record.ClusterId.ToString("x", CultureInfo.InvariantCulture) : before.ClusterId,
            ReadyReplicas = voters.Count,
            Readiness = string.Create(CultureInfo.InvariantCulture, $"{voters.Count}/{snapshot.Desired.Size}"),
            LabelSelector = snapshot.Layout.Selector,
            MemberStatuses = members,
        };
        var context = new StatusContext(snapshot, action, conditions);
        status = _parts.Aggregate(status, (built, part) => part.Add(built, context));
        return status with { Conditions = conditions.Judge().ToList() };
    }

    /// <summary>The status of an object that cannot be carried out as it is written.</summary>
    public static EtcdClusterStatus Invalid(EtcdCluster cluster, string problem, DateTimeOffset now)
    {
        var before = cluster.Status ?? new EtcdClusterStatus();
        var hasFormed = before.ClusterId is not null;

        // A cluster that has formed may well serve on, but nobody looks.
        var conditions = ConditionSet.From(before.Conditions, cluster.Metadata.Generation, now)
            .Set(EtcdClusterCondition.Available, hasFormed ? "Unknown" : "False", "Invalid spec", problem);
        HealthConditions.SetInvalid(conditions, hasFormed, problem);
        return before with { Reason = problem, ObservedGeneration = cluster.Metadata.Generation, Conditions = conditions.ToList() };
    }

    /// <summary>Whether an allowed change of version is under way.</summary>
    public static bool IsUpgrading(ClusterSnapshot snapshot, EtcdAction action) =>
        snapshot.Observed.HasFormed
        && action is not RefuseVersion
        && snapshot.Observed.CurrentVersion is { } current
        && VersionStep.Refusal(snapshot.Observed, current, snapshot.Desired.Version) is null
        && (current != snapshot.Desired.Version || snapshot.Observed.Pods.Any(pod => pod.Version != snapshot.Desired.Version))
        && action is not (Settled or Sleep);

    private static string? Reason(EtcdAction action) => action switch
    {
        StayPaused paused => paused.Loss?.Reason,
        Sleep => null,
        _ when action.IsLasting => action.Reason,
        _ => null,
    };

    private static string? CurrentVersion(ClusterSnapshot snapshot, EtcdAction action, EtcdClusterStatus before) => action switch
    {
        Settled => snapshot.Desired.Version.ToString(),
        RecordClusterId => before.CurrentVersion ?? MemberPods.LowestVersion(snapshot.Observed)?.ToString(),
        _ => before.CurrentVersion,
    };

    private static List<EtcdMemberStatus> Members(EtcdObserved observed) =>
        [.. observed.Membership!.Members.Select(member => new EtcdMemberStatus
        {
            Name = member.Name,
            Id = member.Id.ToString("x", CultureInfo.InvariantCulture),
            Role = member switch
            {
                { IsLearner: true } => "Learner",
                { IsHealthy: false } => "Unknown",
                { IsLeader: true } => "Leader",
                _ => "Follower",
            },
            Version = member.ServerVersion?.ToString(),
            PodVersion = observed.Pod(member.Name)?.Version.ToString()
                ?? observed.LastKnownMembers.FirstOrDefault(known => known.Name == member.Name)?.PodVersion?.ToString(),
            Healthy = member.IsHealthy,
            PeerUrl = member.PeerUrls is [var url, ..] ? url : null,
        }).OrderBy(member => member.Name, StringComparer.Ordinal)];

    // Without a quorum the last confirmed list stays (pods are made again from it), but none of its members counts as healthy
    // unless it says so itself.
    private static List<EtcdMemberStatus> Downgraded(EtcdClusterStatus before, EtcdObserved observed)
    {
        var hasReport = observed.UnconfirmedSince is { } since && observed.Now - since >= EtcdPlanner.QuorumGrace;
        return [.. (before.MemberStatuses ?? []).Select(member => hasReport ? member with { Healthy = false, Role = member.Role == "Learner" ? "Learner" : "Unknown" } : member)];
    }
}
