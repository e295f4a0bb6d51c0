using k8s.Models;

namespace Operon.LocalCluster.Controllers.Deployments;

/// <summary>Grows the new ReplicaSet within the surge and shrinks the old ones within the unavailability.</summary>
internal static class RollingUpdate
{
    public static IReadOnlyList<ReplicaSetChange> Plan(DeploymentSituation now)
    {
        var target = NewSize(now);
        return target != DeploymentSituation.Size(now.New)
            ? [DeploymentPlanner.Resize(now, now.New!, target)]
            : ShrinkOld(now);
    }

    private static int NewSize(DeploymentSituation now)
    {
        var present = DeploymentSituation.Size(now.New);
        if (now.IsRecreate || present >= now.Wanted)
        {
            return now.Wanted;
        }

        var room = now.Wanted + now.Bounds.MaxSurge - now.Total;
        return room <= 0 ? present : present + Math.Min(room, now.Wanted - present);
    }

    private static List<ReplicaSetChange> ShrinkOld(DeploymentSituation now)
    {
        var old = now.Old.Where(s => DeploymentSituation.Size(s) > 0).ToList();
        var minAvailable = now.Wanted - now.Bounds.MaxUnavailable;
        var newUnavailable = DeploymentSituation.Size(now.New) - DeploymentSituation.AvailableOf(now.New);
        var budget = now.Total - minAvailable - newUnavailable;
        if (old.Count == 0 || budget <= 0)
        {
            return [];
        }

        // Unhealthy old pods go first: they cost no availability.
        var sizes = old.ToDictionary(s => s, DeploymentSituation.Size);
        foreach (var set in old)
        {
            var cut = Math.Min(budget, Math.Max(0, sizes[set] - DeploymentSituation.AvailableOf(set)));
            sizes[set] -= cut;
            budget -= cut;
        }

        var spare = Math.Min(budget, now.Available - minAvailable);
        foreach (var set in old.TakeWhile(_ => spare > 0))
        {
            var cut = Math.Min(spare, sizes[set]);
            sizes[set] -= cut;
            spare -= cut;
        }

        return [.. old.Where(s => sizes[s] != DeploymentSituation.Size(s)).Select(s => DeploymentPlanner.Resize(now, s, sizes[s]))];
    }
}
