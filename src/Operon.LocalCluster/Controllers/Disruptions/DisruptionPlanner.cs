using System.Globalization;
using k8s.Models;
using Operon.LocalCluster.Controllers.Deployments;
using Operon.LocalCluster.Controllers.Objects;

namespace Operon.LocalCluster.Controllers.Disruptions;

/// <summary>How many pods of a budget may be evicted now.</summary>
internal static class DisruptionPlanner
{
    /// <summary>An eviction the server has allowed but whose pod still stands counts for two minutes.</summary>
    private static readonly TimeSpan _disruptionTimeout = TimeSpan.FromMinutes(2);

    /// <summary>Computes the status. <paramref name="expected"/> is the number of pods the owners of the selected pods ask for.</summary>
    public static V1PodDisruptionBudgetStatus Plan(V1PodDisruptionBudget budget, IReadOnlyList<V1Pod> selected, int expected, DateTimeOffset now)
    {
        var disrupted = (budget.Status?.DisruptedPods ?? new Dictionary<string, DateTime?>())
            .Where(d => d.Value is { } at && Times.Utc(at) + _disruptionTimeout > now && selected.Any(p => p.Metadata.Name == d.Key && !PodState.IsTerminating(p)))
            .ToDictionary(d => d.Key, d => d.Value);
        var healthy = selected.Count(p => PodState.IsActive(p) && PodState.IsReady(p) && !disrupted.ContainsKey(p.Metadata.Name));
        var (total, desired) = Desired(budget, selected.Count(p => !PodState.IsTerminal(p)), expected);
        var allowed = Math.Max(0, healthy - desired);
        return new V1PodDisruptionBudgetStatus
        {
            ObservedGeneration = budget.Metadata.Generation,
            ExpectedPods = total,
            DesiredHealthy = desired,
            CurrentHealthy = healthy,
            DisruptionsAllowed = allowed,
            DisruptedPods = disrupted.Count == 0 ? null : disrupted,
            Conditions = [Condition(budget, allowed > 0, now)],
        };
    }

    private static (int Total, int Desired) Desired(V1PodDisruptionBudget budget, int present, int expected)
    {
        if (budget.Spec.MaxUnavailable is { } most)
        {
            return (expected, Math.Max(0, expected - RolloutBounds.Resolve(most, expected, roundUp: true)));
        }

        var least = budget.Spec.MinAvailable?.Value ?? "1";
        return least.EndsWith('%')
            ? (expected, RolloutBounds.Resolve(least, expected, roundUp: true))
            : (present, int.Parse(least, CultureInfo.InvariantCulture));
    }

    private static V1Condition Condition(V1PodDisruptionBudget budget, bool isAllowed, DateTimeOffset now)
    {
        var status = isAllowed ? "True" : "False";
        var before = budget.Status?.Conditions?.FirstOrDefault(c => c.Type == "DisruptionAllowed");
        return new V1Condition
        {
            Type = "DisruptionAllowed",
            Status = status,
            Reason = isAllowed ? "SufficientPods" : "InsufficientPods",
            Message = string.Empty,
            ObservedGeneration = budget.Metadata.Generation,
            LastTransitionTime = before?.Status == status ? before.LastTransitionTime : Times.ToSeconds(now),
        };
    }
}
