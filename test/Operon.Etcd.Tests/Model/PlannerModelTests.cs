using System.Diagnostics;
using System.Globalization;
using Operon.Etcd.Planning;
using Xunit;

namespace Operon.Etcd.Tests.Model;

/// <summary>The planner against every interleaving, up to a stated depth, of a simulated etcd that enforces the real one's rules.</summary>
public sealed class PlannerModelTests(ITestOutputHelper output)
{
    public static TheoryData<string> Names => [.. _scenarios.Keys];

    private static readonly Dictionary<string, Scenario> _scenarios = new()
    {
        ["a cluster of three forms, claims, 2 faults"] = new() { Start = Scenario.New(3, faults: 2) },
        ["a cluster of three forms, no claims, 2 faults"] = new() { Start = Scenario.New(3, isDurable: false, faults: 2) },
        ["a cluster of three forms, no learners, 2 faults"] = new() { Start = Scenario.New(3, hasLearners: false, faults: 2) },
        ["a cluster forms while its size changes twice"] = new() { Start = Scenario.New(3, changes: 2, faults: 1), Sizes = [1, 3] },
        ["three members, claims, 3 faults"] = new() { Start = Scenario.Formed(3, faults: 3) },
        ["three members, no claims, 3 faults"] = new() { Start = Scenario.Formed(3, isDurable: false, faults: 3) },
        ["three to five, claims, 2 faults"] = new() { Start = Scenario.Formed(3, wanted: 5, faults: 2) },
        ["five to three, no claims, 2 faults"] = new() { Start = Scenario.Formed(5, isDurable: false, wanted: 3, faults: 2) },
        ["three to one, no learners, 2 faults"] = new() { Start = Scenario.Formed(3, hasLearners: false, wanted: 1, faults: 2) },
        ["five members, claims, 2 faults"] = new() { Start = Scenario.Formed(5, faults: 2) },
        ["three members whose size, version and pause change, 2 faults, 20 events"] =
            new() { Start = Scenario.Formed(3, changes: 2, faults: 2), Sizes = [1, 3, 5], WithVersions = true, Depth = 20 },
        ["an upgrade of three, claims, 2 faults"] = new() { Start = Scenario.Formed(3, faults: 2) with { WantsNew = true } },
        ["an upgrade of three that is taken back and forth"] = new() { Start = Scenario.Formed(3, changes: 2, faults: 1), Sizes = [3, 5], WithVersions = true },
        ["new options for three, claims, 2 faults"] = new() { Start = Scenario.Formed(3, faults: 2) with { WantsOptions = true } },
        ["new options for three, no claims, 1 fault"] = new() { Start = Scenario.Formed(3, isDurable: false, faults: 1) with { WantsOptions = true } },
        ["new options for one that may grow, no claims, 2 faults"] = new() { Start = Scenario.Formed(1, isDurable: false, faults: 2, changes: 1) with { WantsOptions = true }, Sizes = [1, 3] },
        ["options that do not start, taken back and forth, claims"] =
            new() { Start = Scenario.Formed(3, changes: 2, faults: 1) with { AreOptionsBroken = true, WantsOptions = true }, WithOptions = true },
        ["options that do not start, taken back and forth, no claims"] =
            new() { Start = Scenario.Formed(3, isDurable: false, changes: 2, faults: 1) with { AreOptionsBroken = true, WantsOptions = true }, WithOptions = true },
        ["options and version change together, 1 fault"] = new() { Start = Scenario.Formed(3, changes: 2, faults: 1) with { WantsOptions = true, WantsNew = true }, WithOptions = true, WithVersions = true },
        ["three members sleep and wake, 2 faults"] = new() { Start = Scenario.Formed(3, changes: 3, faults: 2, wanted: 0), Sizes = [0, 3] },
        ["an upgrade to a version that does not start"] = new() { Start = Scenario.Formed(3, changes: 2, faults: 1) with { IsNewBroken = true, WantsNew = true }, Sizes = [3], WithVersions = true },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void No_interleaving_breaks_a_rule(string name)
    {
        var exploration = new Exploration(_scenarios[name], EtcdPlanner.NextAction);
        var start = Stopwatch.GetTimestamp();
        var broken = exploration.Run();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: {exploration.States:N0} states, {exploration.Transitions:N0} transitions, depth {exploration.DepthReached}{(exploration.IsComplete ? " (all)" : "")}, {exploration.Healed:N0} healed, {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s"));
        Assert.True(broken is null, broken);

        // An exploration that hardly began proves nothing.
        Assert.InRange(exploration.States, 1000, int.MaxValue);
    }
}
