namespace Operon.LocalCluster.Controllers.GarbageCollection;

/// <summary>The rules of garbage collection.</summary>
internal static class GarbageDecision
{
    /// <summary>Decides for an object, given the state of each of its owners and its dependents.</summary>
    public static GarbageAction Decide(GraphNode node, IReadOnlyDictionary<string, OwnerState> owners, IReadOnlyList<GraphNode> dependents)
    {
        if (node.IsOrphaning)
        {
            return new GarbageAction.Orphan();
        }

        if (node.IsDeletingForeground)
        {
            var blocking = dependents.Any(d => d.Uid != node.Uid && d.Owners.Any(o => o.Uid == node.Uid && o.BlockOwnerDeletion == true));
            return blocking ? new GarbageAction.AwaitDependents([.. dependents.Select(d => d.Uid)]) : new GarbageAction.FinishForeground();
        }

        if (node.IsDeleting || owners.Count == 0 || owners.Values.Contains(OwnerState.Unresolvable))
        {
            return new GarbageAction.Keep();
        }

        if (owners.Values.Contains(OwnerState.Solid))
        {
            var gone = owners.Where(o => o.Value is OwnerState.Absent or OwnerState.Waiting).Select(o => o.Key).ToHashSet();
            return gone.Count > 0 ? new GarbageAction.DropOwners(gone) : new GarbageAction.Keep();
        }

        if (owners.Values.Contains(OwnerState.Waiting) && dependents.Count > 0)
        {
            // In a cycle both would wait for each other; the one that is waited for goes at once.
            var isCycle = dependents.Any(d => d.IsDeletingForeground);
            return new GarbageAction.Delete(isCycle ? "Background" : "Foreground");
        }

        return new GarbageAction.Delete(
            node.Finalizers.Contains(GraphNode.OrphanFinalizer) ? "Orphan" : node.Finalizers.Contains(GraphNode.ForegroundFinalizer) ? "Foreground" : "Background");
    }
}
