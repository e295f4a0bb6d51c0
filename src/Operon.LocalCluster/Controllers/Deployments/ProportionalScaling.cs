using k8s.Models;

namespace Operon.LocalCluster.Controllers.Deployments;

/// <summary>Spreads a new <c>spec.replicas</c> over the ReplicaSets of a rollout in flight, in proportion to their sizes.</summary>
internal static class ProportionalScaling
{
    public static IReadOnlyList<ReplicaSetChange> Plan(DeploymentSituation now)
    {
        var active = now.All.Where(s => DeploymentSituation.Size(s) > 0).ToList();
        if (active.Count <= 1)
        {
            var only = active.SingleOrDefault() ?? now.New;
            return only is null || DeploymentSituation.Size(only) == now.Wanted && active.Count == 1 && IsSized(now, only)
                ? [] : Changed(now, [(only, now.Wanted)]);
        }

        var isSaturated = now.New is not null
            && DeploymentSituation.Size(now.New) == now.Wanted
            && DeploymentSituation.AvailableOf(now.New) == now.Wanted
            && IsSized(now, now.New);
        if (isSaturated)
        {
            return Changed(now, active.Where(s => s != now.New).Select(s => (s, 0)));
        }

        return now.IsRecreate ? [] : Changed(now, Spread(now, active));
    }

    private static List<(V1ReplicaSet Set, int Size)> Spread(DeploymentSituation now, List<V1ReplicaSet> active)
    {
        var allowed = now.Wanted > 0 ? now.Wanted + now.Bounds.MaxSurge : 0;
        var toAdd = allowed - now.Total;
        var ordered = (toAdd > 0
            ? active.OrderByDescending(DeploymentSituation.Size).ThenByDescending(s => s.Metadata.CreationTimestamp)
            : active.OrderByDescending(DeploymentSituation.Size).ThenBy(s => s.Metadata.CreationTimestamp)).ToList();
        var sizes = new List<(V1ReplicaSet Set, int Size)>();
        var added = 0;
        foreach (var set in ordered)
        {
            var size = DeploymentSituation.Size(set);
            var before = DeploymentAnnotations.Number(set, DeploymentAnnotations.MaxReplicas);
            var share = before == 0 ? 0 : (int)Math.Round((double)size * allowed / before, MidpointRounding.AwayFromZero) - size;
            share = toAdd > 0 ? Math.Clamp(share, 0, toAdd - added) : Math.Clamp(share, toAdd - added, 0);
            added += share;
            sizes.Add((set, size + share));
        }

        sizes[0] = (sizes[0].Set, Math.Max(0, sizes[0].Size + toAdd - added));
        return sizes;
    }

    private static bool IsSized(DeploymentSituation now, V1ReplicaSet set) =>
        DeploymentAnnotations.Number(set, DeploymentAnnotations.DesiredReplicas) == now.Wanted;

    private static List<ReplicaSetChange> Changed(DeploymentSituation now, IEnumerable<(V1ReplicaSet Set, int Size)> sizes) =>
        [.. sizes.Where(s => s.Size != DeploymentSituation.Size(s.Set) || !IsSized(now, s.Set)).Select(s => DeploymentPlanner.Resize(now, s.Set, s.Size))];
}
