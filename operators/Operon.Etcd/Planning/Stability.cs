namespace Operon.Etcd.Planning;

/// <summary>Whether the cluster is quiet enough for a step that could hurt it (M1, M8, U2).</summary>
internal static class Stability
{
    /// <summary>Null when every voter has been healthy long enough and no pod is going away; else what to wait for.</summary>
    public static Wait? Missing(EtcdObserved observed, MembershipFacts membership)
    {
        if (membership.Members.FirstOrDefault(member => !member.IsHealthy) is { } unhealthy)
        {
            return new Wait($"member {unhealthy.Name} is not healthy", TimeSpan.FromSeconds(1));
        }

        if (observed.Pods.FirstOrDefault(pod => pod.IsDeleting && membership.Find(pod.Name) is not null) is { } leaving)
        {
            return new Wait($"pod {leaving.Name} is going away", TimeSpan.FromSeconds(1));
        }

        // A single member has nobody to be connected to.
        if (membership.Members.Count <= 1)
        {
            return null;
        }

        var since = membership.Members.Max(member => member.HealthySince ?? observed.Now);
        var left = EtcdPlanner.StableTime - (observed.Now - since);
        return left > TimeSpan.Zero
            ? new Wait($"all members have to be healthy for {EtcdPlanner.StableTime.TotalSeconds:0} s", left)
            : null;
    }
}
