using Operon.Etcd.Planning;

namespace Operon.Etcd.Tests.Model;

/// <summary>
/// Explores, breadth first, every interleaving of operator steps, operator crashes, starts, faults and changes of the object. In each state the
/// rules hold, and from a sample of the states that still have their data the cluster heals.
/// </summary>
internal sealed class Exploration(Scenario scenario, Func<EtcdDesired, EtcdObserved, EtcdAction> planner)
{
    private readonly SimulatedOperator _operator = new(planner);
    private readonly HashSet<WorldKey> _seen = [];
    private readonly List<(World World, int Parent, string What)> _nodes = [];

    public int States => _nodes.Count;

    public long Transitions { get; private set; }

    public int Healed { get; private set; }

    public int DepthReached { get; private set; }

    /// <summary>Nothing within the depth was left out.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The first rule found broken, with the way that leads to it; null when none is.</summary>
    public string? Run()
    {
        Visit(scenario.Start, -1, "start");
        var level = 0;
        var levelEnd = _nodes.Count;
        for (var i = 0; i < _nodes.Count; i++)
        {
            if (i == levelEnd)
            {
                level++;
                levelEnd = _nodes.Count;
            }

            DepthReached = level;
            if (level >= scenario.Depth)
            {
                IsComplete = true;
                return null;
            }

            if (_nodes.Count > scenario.MostStates)
            {
                return null;
            }

            if (Step(i) is { } broken)
            {
                return broken;
            }
        }

        IsComplete = true;
        return null;
    }

    private string? Step(int index)
    {
        var world = _nodes[index].World;
        foreach (var (next, what, rule) in Successors(world))
        {
            Transitions++;
            if (rule is not null)
            {
                return $"{rule}\n{Path(index)}\n  {what}\n{next}";
            }

            Visit(next, index, what);
        }

        if (world.Key().Spread % scenario.HealingOneIn != 0)
        {
            return null;
        }

        Healed++;
        return Healing.Check(world, _operator) is { } stuck ? $"{stuck}\n{Path(index)}\n{world}" : null;
    }

    private IEnumerable<(World World, string What, string? Broken)> Successors(World world)
    {
        if (world.Pending.Kind == IntentKind.None)
        {
            var decided = _operator.Decide(world, world, out var broken);
            yield return (decided, decided.Pending.Kind == IntentKind.None ? "the operator looks" : $"decides: {decided.Pending}", broken);
        }
        else
        {
            var done = Deeds.Execute(world, out var broken);
            yield return (done, $"does: {world.Pending}", broken);
            yield return (world with { Pending = Intent.None, IsSurprised = false, IsTouched = false }, "the operator crashes", null);
        }

        foreach (var (next, what, broken) in Nature.Course(world))
        {
            yield return (next, what, broken);
            if (broken is null && Stale(next, world) is { } stale)
            {
                yield return (stale.World, $"{what}; decides on older objects: {stale.World.Pending}", stale.Broken);
            }
        }

        foreach (var (next, what) in Nature.Faults(world))
        {
            yield return (next, what, null);
            if (Stale(next, world) is { } stale)
            {
                // What was read before the fault could not show it.
                yield return (stale.World with { IsSurprised = true }, $"{what}; decides on older objects: {stale.World.Pending}", stale.Broken);
            }
        }

        foreach (var (next, what) in Nature.Changes(world, scenario.Sizes, scenario.WithVersions, scenario.WithOptions))
        {
            yield return (next, what, null);
        }
    }

    private (World World, string? Broken)? Stale(in World now, in World before) =>
        now.Pending.Kind == IntentKind.None ? (_operator.Decide(now, before, out var broken), broken) : null;

    private void Visit(World world, int parent, string what)
    {
        if (parent >= 0 && _nodes[parent].World.Pending is { Kind: not IntentKind.None } pending && world.Pending == pending)
        {
            world.IsTouched |= world[pending.Slot].Pod != _nodes[parent].World[pending.Slot].Pod;
        }

        if (_seen.Add(world.Key()))
        {
            _nodes.Add((world, parent, what));
        }
    }

    private string Path(int index)
    {
        List<string> steps = [];
        for (var i = index; i >= 0; i = _nodes[i].Parent)
        {
            steps.Add($"  {_nodes[i].What}");
        }

        steps.Reverse();
        return string.Join('\n', steps);
    }
}
