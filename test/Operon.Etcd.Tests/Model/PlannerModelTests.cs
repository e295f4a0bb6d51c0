using System.Collections.Immutable;
using Operon.Etcd.Planning;
using Xunit;

namespace Operon.Etcd.Tests.Model;

/// <summary>
/// Explores every interleaving of operator steps, operator crashes, pod starts and a bounded number of faults over a simulated etcd that
/// enforces the real one's rules. In each state the invariants hold, and from each state that still has its data the cluster heals.
/// </summary>
public sealed class PlannerModelTests
{
    private const int MostStates = 60_000;

    [Theory]
    [InlineData(3, false, true, 1)]
    [InlineData(3, true, true, 1)]
    [InlineData(3, false, false, 1)]
    [InlineData(2, true, false, 1)]
    public void No_interleaving_while_a_cluster_forms_breaks_a_rule(int size, bool isDurable, bool hasLearners, int faults)
    {
        Explore(new SimCluster { Size = size, IsDurable = isDurable, HasLearners = hasLearners, FaultsLeft = faults });
    }

    [Theory]
    [InlineData(3, 3, false, true, 2)]
    [InlineData(3, 3, true, true, 2)]
    [InlineData(3, 3, false, false, 2)]
    [InlineData(3, 5, false, true, 1)]
    [InlineData(5, 3, false, true, 2)]
    [InlineData(5, 3, true, true, 1)]
    [InlineData(3, 1, false, true, 2)]
    [InlineData(1, 3, true, true, 2)]
    [InlineData(1, 2, false, false, 1)]
    public void No_interleaving_of_resizing_and_healing_breaks_a_rule(int from, int to, bool isDurable, bool hasLearners, int faults)
    {
        Explore(Formed(from, isDurable, hasLearners) with { Size = to, FaultsLeft = faults });
    }

    [Fact]
    public void The_model_notices_a_planner_that_adds_before_it_removes()
    {
        var dead = Formed(3, isDurable: false, hasLearners: true);
        dead = dead with { Pods = dead.Pods.Remove("c-1") };
        Assert.NotNull(SimOperator.Execute(dead, new AddMember("c-9", AsLearner: true, "")).Broken);
    }

    private static SimCluster Formed(int size, bool isDurable, bool hasLearners)
    {
        var names = Enumerable.Range(1, size).Select(number => $"c-{number}").ToList();
        return new SimCluster
        {
            Size = size,
            IsDurable = isDurable,
            HasLearners = hasLearners,
            HasServices = true,
            IsRecorded = true,
            NextNumber = size + 1,
            Known = [.. names],
            Members = [.. names.Select((name, index) => new SimMember((ulong)(101 + index), name, IsLearner: false, HasStarted: true))],
            Pods = names.Select((name, index) => new SimPod(name, SimPhase.Running, isDurable, (ulong)(101 + index))).ToImmutableSortedDictionary(pod => pod.Name, pod => pod),
            Claims = isDurable
                ? names.Select((name, index) => (name, id: (ulong?)(101 + index))).ToImmutableSortedDictionary(claim => claim.name, claim => claim.id)
                : ImmutableSortedDictionary<string, ulong?>.Empty,
        };
    }

    private static void Explore(SimCluster start)
    {
        var seen = new HashSet<string> { start.Key() };
        var open = new Queue<(SimCluster State, ImmutableList<string> Path)>([(start, [])]);
        while (open.TryDequeue(out var entry) && seen.Count < MostStates)
        {
            var (state, path) = entry;
            Assert.True(state.Broken is null, $"{state.Broken}\n{string.Join('\n', path)}");
            CheckHealing(state, path);
            foreach (var (next, what) in Successors(state, path))
            {
                if (seen.Add(next.Key()) || next.Broken is not null)
                {
                    open.Enqueue((next, path.Add(what)));
                }
            }
        }

        // An exploration that was cut off, or hardly began, proves nothing.
        Assert.InRange(seen.Count, 20, MostStates - 1);
    }

    private static IEnumerable<(SimCluster State, string What)> Successors(SimCluster state, ImmutableList<string> path)
    {
        var action = EtcdPlanner.NextAction(state.Desired, state.Observe());
        var reported = SimOperator.WriteStatus(state);
        yield return (reported, "status written, then the operator crashes");
        if (SimOperator.ExecuteHalf(reported, action) is { } half)
        {
            yield return (half, $"first half of {action}, then the operator crashes");
        }

        var acted = SimOperator.Execute(reported, action);
        CheckStep(state, acted, action, path);
        yield return (acted, $"operator: {action}");
        foreach (var next in SimWorld.Starts(state))
        {
            yield return (next, "a pod starts");
        }

        foreach (var next in SimWorld.Faults(state))
        {
            yield return (next, "a fault");
        }
    }

    private static void CheckStep(SimCluster before, SimCluster after, EtcdAction action, ImmutableList<string> path)
    {
        var story = $"{action}\n{string.Join('\n', path)}\n{before.Key()}\n{after.Key()}";
        Assert.True(after.OpenChanges <= 1, $"M1: more than one change is open after {story}");

        // Where learners do not exist the newcomer counts before it runs: that loss of margin is etcd's own, and the reason for M3.
        var mayCount = action is AddMember { AsLearner: false };
        Assert.True(!before.HasQuorum || after.HasQuorum || mayCount, $"quorum was lost by {story}");
        Assert.True(before.HasQuorum || after.Members.Count == before.Members.Count || before.Members.Count == 0, $"D1: membership was touched without quorum by {story}");
    }

    // With no more faults the cluster reaches what was asked for in a bounded number of steps.
    private static void CheckHealing(SimCluster state, ImmutableList<string> path)
    {
        if (!state.CanRecover && state.IsRecorded)
        {
            return;
        }

        var current = state with { FaultsLeft = 0 };
        for (var step = 0; step < 80; step++)
        {
            foreach (var started in SimWorld.Starts(current))
            {
                current = started;
                break;
            }

            var action = EtcdPlanner.NextAction(current.Desired, current.Observe());
            if (action is Settled)
            {
                Assert.Equal(current.Size, current.Voters.Count());
                Assert.Equal(current.Size, current.Pods.Count);
                return;
            }

            current = SimOperator.Execute(SimOperator.WriteStatus(current), action);
            Assert.True(current.Broken is null, $"{current.Broken} while healing\n{string.Join('\n', path)}");
        }

        Assert.Fail($"does not settle: {EtcdPlanner.NextAction(current.Desired, current.Observe())}\n{current.Key()}\nfrom {state.Key()}\n{string.Join('\n', path)}");
    }
}
