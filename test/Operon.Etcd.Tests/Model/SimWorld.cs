namespace Operon.Etcd.Tests.Model;

/// <summary>What happens without the operator: the kubelet starts pods, and a bounded number of things go wrong.</summary>
internal static class SimWorld
{
    /// <summary>Everything that may happen next by itself.</summary>
    public static IEnumerable<SimCluster> Starts(SimCluster state) =>
        state.Pods.Values.Where(pod => pod.Phase == SimPhase.Down).Select(pod => Start(state, pod)).Where(next => next != state);

    public static IEnumerable<SimCluster> Faults(SimCluster state)
    {
        if (state.FaultsLeft == 0)
        {
            yield break;
        }

        var after = state with { FaultsLeft = state.FaultsLeft - 1 };
        foreach (var pod in state.Pods.Values)
        {
            yield return after with { Pods = after.Pods.Remove(pod.Name) };
            if (pod.Phase == SimPhase.Running)
            {
                yield return after with { Pods = after.Pods.SetItem(pod.Name, pod with { Phase = SimPhase.Down }) };
                yield return after with { Pods = after.Pods.SetItem(pod.Name, pod with { Phase = SimPhase.Failed }) };
            }

            if (pod.HasClaim)
            {
                yield return after with { Pods = after.Pods.Remove(pod.Name), Claims = after.Claims.Remove(pod.Name) };
            }
        }
    }

    private static SimCluster Start(SimCluster state, SimPod pod)
    {
        var member = state.Members.FirstOrDefault(candidate => candidate.Name == pod.Name);
        if (member is null || (pod.Data is { } data && data != member.Id))
        {
            // Removed for good, or never added: the process exits again.
            return state;
        }

        if (pod.Data is null && member.HasStarted)
        {
            return state with { Broken = $"M10: member {pod.Name} started again with an empty directory" };
        }

        // A newcomer has to fetch the cluster from somebody; only the seed starts alone. A voter that was added completes the quorum itself.
        var isSeed = state.Members.Count == 1;
        if (pod.Data is null && !isSeed && !state.Members.Any(other => other != member && state.IsUp(other)))
        {
            return state;
        }

        return state with
        {
            Members = state.Members.Replace(member, member with { HasStarted = true }),
            Pods = state.Pods.SetItem(pod.Name, pod with { Phase = SimPhase.Running, Data = member.Id }),
            Claims = pod.HasClaim && state.Claims.ContainsKey(pod.Name) ? state.Claims.SetItem(pod.Name, member.Id) : state.Claims,
        };
    }
}
