using System.Globalization;
using Operon.Etcd.Api;
using Operon.Etcd.Planning;

namespace Operon.Etcd.Reconciling;

/// <summary>The conditions of one cluster; times change only when the condition does.</summary>
internal sealed class ConditionSet
{
    private readonly Dictionary<string, EtcdClusterCondition> _conditions;
    private readonly Dictionary<string, EtcdClusterCondition> _written;
    private readonly List<(string Reason, string Message)> _problems = [];
    private readonly long? _generation;
    private readonly string _now;

    private ConditionSet(IEnumerable<EtcdClusterCondition>? conditions, long? generation, DateTimeOffset now)
    {
        _conditions = (conditions ?? []).GroupBy(condition => condition.Type).ToDictionary(group => group.Key, group => group.Last());
        _written = new(_conditions);
        _generation = generation;
        _now = Times.Write(now);
    }

    public static ConditionSet From(IEnumerable<EtcdClusterCondition>? conditions, long? generation, DateTimeOffset now) => new(conditions, generation, now);

    public ConditionSet With(ClusterSnapshot snapshot, EtcdAction action)
    {
        if (action is StayPaused paused)
        {
            Availability(snapshot, (EtcdAction?)paused.Loss ?? paused);
            return this;
        }

        Availability(snapshot, action);
        Scaling(snapshot);
        if (action is RefuseVersion)
        {
            Set(EtcdClusterCondition.Upgrading, "False", "Version refused", action.Reason);
        }
        else if (action is HoldUpgrade)
        {
            Set(EtcdClusterCondition.Upgrading, "True", "Upgrade paused", action.Reason);
        }
        else if (StatusBuilder.IsUpgrading(snapshot, action))
        {
            Set(EtcdClusterCondition.Upgrading, "True", "Cluster upgrading", UpgradeMessage(snapshot));
        }
        else
        {
            _conditions.Remove(EtcdClusterCondition.Upgrading);
        }

        return this;
    }

    public ConditionSet Set(string type, string status, string reason, string message)
    {
        // What counts is what was written last: a condition may be set more than once before it is written again.
        _written.TryGetValue(type, out var before);
        var isSame = before is not null && before.Status == status && before.Reason == reason && before.Message == message;
        _conditions[type] = new EtcdClusterCondition
        {
            Type = type,
            Status = status,
            Reason = reason,
            Message = message,
            LastUpdateTime = isSame ? before!.LastUpdateTime : _now,
            LastTransitionTime = before?.Status == status ? before.LastTransitionTime : _now,
            ObservedGeneration = _generation,
        };
        return this;
    }

    public EtcdClusterCondition? Find(string type) => _conditions.GetValueOrDefault(type);

    public ConditionSet Remove(string type)
    {
        _conditions.Remove(type);
        return this;
    }

    /// <summary>One more reason for Degraded; the first of them is the condition's, the messages of all are told.</summary>
    public ConditionSet AddProblem(string reason, string message)
    {
        _problems.Add((reason, message));
        return this;
    }

    /// <summary>Tells the problems that were added in Degraded; what is already told there, and is worse, keeps its reason.</summary>
    public ConditionSet Judge()
    {
        if (_problems.Count == 0)
        {
            return this;
        }

        var messages = _problems.Select(problem => problem.Message);
        return Find(EtcdClusterCondition.Degraded) is { Status: "True", Reason: not "MemberUnhealthy" } worse
            ? Set(EtcdClusterCondition.Degraded, "True", worse.Reason ?? "", string.Join("; ", messages.Prepend(worse.Message)))
            : Set(EtcdClusterCondition.Degraded, "True", _problems[0].Reason, string.Join("; ", messages));
    }

    public IReadOnlyList<EtcdClusterCondition> ToList() => [.. _conditions.Values.OrderBy(condition => condition.Type, StringComparer.Ordinal)];

    // Available appears when the cluster is first complete; from then on it follows the quorum.
    private void Availability(ClusterSnapshot snapshot, EtcdAction action)
    {
        _conditions.TryGetValue(EtcdClusterCondition.Available, out var before);
        var wasFormed = snapshot.Observed.HasFormed;
        if (action is ReportQuorumLost)
        {
            Set(EtcdClusterCondition.Available, "False", "Quorum lost", action.Reason);
            Set(EtcdClusterCondition.Recovering, "True", "Disaster recovery", action.Reason);
        }
        else if (action is Sleep or StopPod)
        {
            Set(EtcdClusterCondition.Available, "False", "Hibernated", action.Reason);
            _conditions.Remove(EtcdClusterCondition.Recovering);
        }
        else if (action is ReportForeignMember)
        {
            Set(EtcdClusterCondition.Available, "Unknown", "Cluster ID mismatch", action.Reason);
        }
        else if (snapshot.Observed.Membership is { IsConfirmed: true })
        {
            _conditions.Remove(EtcdClusterCondition.Recovering);
            if (action is Settled or RefuseVersion or HoldUpgrade || (before is not null && wasFormed))
            {
                Set(EtcdClusterCondition.Available, "True", "Cluster available", "");
            }
        }
    }

    // A member that does not come up with the new version stops the upgrade: say which one, and the way back.
    private static string UpgradeMessage(ClusterSnapshot snapshot)
    {
        var (desired, observed) = (snapshot.Desired, snapshot.Observed);
        var stuck = observed.Membership?.Members.FirstOrDefault(member => !member.IsHealthy && observed.Pod(member.Name) is { Problem: not null } pod && pod.Version == desired.Version);
        return stuck is null
            ? $"upgrading to {desired.Version}"
            : $"stopped at {MemberPods.Describe(observed, stuck, "which does not come up")}; set spec.version back to {observed.CurrentVersion} to return";
    }

    private void Scaling(ClusterSnapshot snapshot)
    {
        if (snapshot.Observed.Membership is not { IsConfirmed: true } membership)
        {
            return;
        }

        var voters = membership.Voters.Count();
        if (voters == snapshot.Desired.Size && !membership.Learners.Any())
        {
            _conditions.Remove(EtcdClusterCondition.Scaling);
            return;
        }

        Set(
            EtcdClusterCondition.Scaling,
            "True",
            voters > snapshot.Desired.Size ? "Scaling down" : "Scaling up",
            string.Create(CultureInfo.InvariantCulture, $"current size: {membership.Members.Count}, desired size: {snapshot.Desired.Size}"));
    }
}
