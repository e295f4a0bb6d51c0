using Operon.Etcd.Planning;

namespace Operon.Etcd.Tests.Model;

/// <summary>What each action does to the simulated cluster; etcd refuses what the real one would refuse.</summary>
internal static class SimOperator
{
    /// <summary>The status write that comes before every action: a crash may follow it.</summary>
    public static SimCluster WriteStatus(SimCluster state) =>
        state.HasQuorum ? state with { Known = [.. state.Members.Select(member => member.Name).Order(StringComparer.Ordinal)] } : state;

    public static SimCluster Execute(SimCluster state, EtcdAction action) => action switch
    {
        CreateServices => state with { HasServices = true },
        CreateSeedPod seed => CreateSeed(state, seed.Name),
        RecordClusterId => state with { IsRecorded = true },
        AddMember add => Add(state, add),
        CreateMemberPod pod => CreatePod(state, pod.Name, pod.MustKeepData),
        PromoteLearner promote => Promote(state, promote.MemberId),
        RemoveMember remove => Remove(state, remove.MemberId),
        DeletePod pod => DeletePod(state, pod.Name),
        DeletePvc claim => DeleteClaim(state, claim.Name),
        MoveLeader or Wait or Settled or ReportQuorumLost => state,
        _ => state with { Broken = $"unexpected action {action}" },
    };

    /// <summary>The first of two writes of an action, when it has two.</summary>
    public static SimCluster? ExecuteHalf(SimCluster state, EtcdAction action) => (state, action) switch
    {
        ({ IsDurable: true }, CreateMemberPod { MustKeepData: false } pod) => state with { Claims = state.Claims.SetItem(pod.Name, null) },
        ({ IsDurable: true }, CreateSeedPod seed) when !state.Claims.ContainsKey(seed.Name) => state with { Claims = state.Claims.Add(seed.Name, null) },
        _ => null,
    };

    private static SimCluster CreateSeed(SimCluster state, string name)
    {
        if (state.IsRecorded)
        {
            return state with { Broken = "B2: a second seed after the cluster had an ID" };
        }

        // State "new" founds a cluster wherever the directory is empty; nothing it held before was ever acknowledged to anybody.
        var created = CreatePod(state, name, mustKeepData: false);
        return created.Broken is null && created.Pods[name].Data is null
            ? created with { Members = [new SimMember(100, name, IsLearner: false, HasStarted: false)] }
            : created;
    }

    private static SimCluster CreatePod(SimCluster state, string name, bool mustKeepData)
    {
        if (state.Pods.ContainsKey(name))
        {
            return state with { Broken = $"pod {name} created twice" };
        }

        var hasClaim = state.IsDurable;
        if (mustKeepData && !state.Claims.ContainsKey(name))
        {
            return state with { Broken = $"pod {name} promised data that is not there" };
        }

        ulong? data = hasClaim && state.Claims.TryGetValue(name, out var kept) ? kept : null;
        return state with
        {
            Claims = hasClaim && !state.Claims.ContainsKey(name) ? state.Claims.Add(name, null) : state.Claims,
            Pods = state.Pods.Add(name, new SimPod(name, SimPhase.Down, hasClaim, data)),
        };
    }

    private static SimCluster Add(SimCluster state, AddMember add)
    {
        if (state.Voters.Any(voter => voter.HasStarted && !state.HasData(voter)))
        {
            return state with { Broken = "M7: a member was added while a dead one was still listed" };
        }

        var isRefused = !state.HasQuorum || (add.AsLearner && state.Members.Any(member => member.IsLearner)) || !state.Members.All(state.IsUp);
        return isRefused
            ? state
            : state with
            {
                Members = state.Members.Add(new SimMember((ulong)(100 + state.NextNumber), add.Name, add.AsLearner, HasStarted: false)),
                NextNumber = state.NextNumber + 1,
            };
    }

    private static SimCluster Promote(SimCluster state, ulong id)
    {
        var member = state.Members.Single(candidate => candidate.Id == id);
        return state.HasQuorum && state.IsUp(member) ? state with { Members = state.Members.Replace(member, member with { IsLearner = false }) } : state;
    }

    private static SimCluster Remove(SimCluster state, ulong id)
    {
        var member = state.Members.Single(candidate => candidate.Id == id);
        var voters = state.Voters.Count();
        if (!member.IsLearner && voters == 1)
        {
            return state with { Broken = "M12: the last voter was removed" };
        }

        var active = state.Voters.Count(state.IsUp);
        var mayRemove = state.HasQuorum && (member.IsLearner || !state.IsUp(member) || active - 1 >= 1 + ((voters - 1) / 2));
        return mayRemove ? state with { Members = state.Members.Remove(member) } : state;
    }

    private static SimCluster DeletePod(SimCluster state, string name)
    {
        var pod = state.Pods[name];
        var member = state.Members.FirstOrDefault(candidate => candidate.Name == name);
        return member is not null && pod.Phase == SimPhase.Running
            ? state with { Broken = $"M11: the pod of member {name} was deleted before the member" }
            : state with { Pods = state.Pods.Remove(name) };
    }

    private static SimCluster DeleteClaim(SimCluster state, string name) => state.Members.Any(member => member.Name == name)
        ? state with { Broken = $"M11: the claim of member {name} was deleted before the member" }
        : state with { Claims = state.Claims.Remove(name) };
}
