namespace Operon.Etcd.Planning;

/// <summary>
/// From one incarnation of a cluster to the next one, which begins with a backup (D2, D3): every old pod is gone before anything new starts, old claims
/// are put aside, and the old cluster ID is forgotten in the same write that lets the new seed begin.
/// </summary>
internal static class RestoreRules
{
    public static EtcdAction? Next(EtcdDesired desired, EtcdObserved observed)
    {
        switch (observed.Restore)
        {
            case { Stage: RestoreStage.Awaited } awaited when !observed.HasFormed && observed.Pods.Count == 0:
                return new AwaitRestore(awaited.Name);
            case { Stage: RestoreStage.Stopping } stopping:
                return Stop(stopping, observed);
            default:
                return null;
        }
    }

    private static EtcdAction Stop(RestoreFacts restore, EtcdObserved observed)
    {
        var running = observed.Pods.Where(pod => !pod.IsDeleting).Select(pod => pod.Name).ToList();
        if (running.Count > 0)
        {
            return new StopMembers(running, restore.Name);
        }

        if (observed.Pods.Count > 0)
        {
            return new AwaitMembersGone($"waiting until the old members are gone for certain: {string.Join(", ", observed.Pods.Select(pod => pod.Name))}");
        }

        return observed.Claims.Count > 0
            ? new RetireClaims([.. observed.Claims.Order(StringComparer.Ordinal)], restore.Name)
            : new BeginIncarnation(restore.Name);
    }
}
