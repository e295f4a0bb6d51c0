using Operon.Etcd.Planning;
using Xunit;

namespace Operon.Etcd.Tests.Model;

/// <summary>The model would notice: each planted mistake of the planner is found, by the rule it breaks.</summary>
public sealed class PlantedMistakeTests
{
    private static readonly Dictionary<string, (Func<EtcdDesired, EtcdObserved, EtcdAction, EtcdAction?> Mistake, Scenario Scenario, string Rule)> _mistakes = new()
    {
        ["new members are voters at once"] = (
            (_, _, right) => right is AddMember add ? add with { AsLearner = false } : null,
            new() { Start = Scenario.Formed(3, wanted: 5) },
            "M3"),
        ["a replacement is added before the dead member is removed"] = (
            (desired, _, right) => right is RemoveMember { IsDead: true } ? new AddMember(desired.NextName, AsLearner: true, "") : null,
            new() { Start = Scenario.Formed(3, isDurable: false, faults: 1) },
            "M7"),
        ["a pod goes before its member"] = (
            (_, _, right) => right is RemoveMember remove ? new DeletePod(remove.Name, "") : null,
            new() { Start = Scenario.Formed(5, wanted: 3) },
            "M11"),
        ["claims go while their member is down"] = (
            (_, observed, _) => observed.Membership is { IsConfirmed: true } membership
                && membership.Members.FirstOrDefault(member => !member.IsHealthy && observed.Pod(member.Name) is null && observed.Claims.Contains(member.Name)) is { } down
                    ? new DeletePvc(down.Name, "")
                    : null,
            new() { Start = Scenario.Formed(3, faults: 1) },
            "M11"),
        ["the last voter is removed"] = (
            (_, observed, right) => right is Settled && observed.Membership is { Members.Count: 1 } membership
                ? new RemoveMember(membership.Members[0].Id, membership.Members[0].Name, IsDead: false, "")
                : null,
            new() { Start = Scenario.Formed(1) },
            "M12"),
        ["an empty directory gets the name of a member that has started"] = (
            (_, observed, right) => right is RemoveMember { IsDead: true } remove && observed.Pod(remove.Name) is null
                ? new CreateMemberPod(remove.Name, ModelVersions.Old, MustKeepData: false, "")
                : null,
            new() { Start = Scenario.Formed(3, isDurable: false, faults: 1) },
            "M10"),
        ["a cluster whose members are all gone is founded again"] = (
            (desired, observed, _) => observed.Pods.Count == 0 && observed.HasServices ? new CreateSeedPod(desired.SeedName, desired.Version, "") : null,
            new() { Start = Scenario.Formed(1, isDurable: false, faults: 1) },
            "B2"),
        ["membership is changed on one member's word"] = (
            (_, observed, _) => observed.Membership is { IsConfirmed: false } membership && membership.Voters.Count() > 1
                ? new RemoveMember(membership.Members[^1].Id, membership.Members[^1].Name, IsDead: true, "")
                : null,
            new() { Start = Scenario.Formed(3, faults: 2) },
            "D1"),
        ["all members are upgraded at once"] = (
            (desired, observed, right) => right is Wait && observed.Pods.FirstOrDefault(pod => pod.Version != desired.Version && pod.Name != "c-0") is { } next
                ? new UpgradePod(next.Name, next.Version, desired.Version, "")
                : null,
            new() { Start = Scenario.Formed(3) with { WantsNew = true } },
            "costs the quorum"),
        ["a member that has not been restarted yet counts as one that has"] = (
            (desired, observed, right) => right is Wait && observed.Pods.Any(pod => pod.IsToRestart)
                ? EtcdPlanner.NextAction(desired, observed with { Pods = [.. observed.Pods.Select(pod => pod with { IsToRestart = false })] })
                : null,
            new() { Start = Scenario.Formed(3) with { WantsNew = true } },
            "costs the quorum"),
        ["a member whose pod is about to go counts as one that stays"] = (
            (desired, observed, right) => right is Wait && observed.Pods.FirstOrDefault(pod => pod is { IsDeleting: false, Applied.Config: "old" } && pod.Name != "c-0") is { } next
                && observed.Membership is { } membership && membership.Members.All(member => member.IsHealthy)
                ? new RecreatePod(next.Name, "")
                : null,
            new() { Start = Scenario.Formed(3) with { WantsOptions = true } },
            "costs the quorum"),
        ["the leader restarts without a move"] = (
            (desired, _, right) => right is MoveLeader move ? new UpgradePod(move.LeaderName, ModelVersions.Old, desired.Version, "") : null,
            new() { Start = Scenario.Formed(3) with { WantsNew = true } },
            "U1"),
        ["options reach all members at once"] = (
            (_, observed, right) => right is Wait && observed.Pods.FirstOrDefault(pod => pod is { IsDeleting: false, Applied.Config: "old" } && pod.Name != "c-0") is { } next
                ? new RecreatePod(next.Name, "")
                : null,
            new() { Start = Scenario.Formed(3) with { WantsOptions = true } },
            "costs the quorum"),
        ["a member without a claim is restarted for its options"] = (
            (_, observed, right) => right is AddMember && observed.Pods.FirstOrDefault(pod => pod.Applied?.Config == "old") is { } next ? new RecreatePod(next.Name, "") : null,
            new() { Start = Scenario.Formed(3, isDurable: false) with { WantsOptions = true } },
            "M10"),
        ["a cluster that is put to sleep loses a member"] = (
            (_, observed, right) => right is StopPod && observed.Membership is { IsConfirmed: true } membership ? new RemoveMember(membership.Members[^1].Id, membership.Members[^1].Name, IsDead: false, "") : null,
            new() { Start = Scenario.Formed(1, wanted: 0) },
            "M12"),
        ["a paused cluster is worked on"] = (
            (desired, observed, right) => right is StayPaused ? EtcdPlanner.NextAction(desired with { IsPaused = false }, observed) : null,
            new() { Start = Scenario.Formed(3, wanted: 5) with { IsPaused = true } },
            "paused"),
        ["pods that ended are left where they are"] = (
            (_, _, right) => right is DeletePod ? new Wait("", TimeSpan.FromSeconds(1)) : null,
            new() { Start = Scenario.Formed(3, faults: 1), HealingOneIn = 1 },
            "rests with"),
        ["lost members are not replaced"] = (
            (_, _, right) => right is RemoveMember ? new Settled() : null,
            new() { Start = Scenario.Formed(3, isDurable: false, faults: 1), HealingOneIn = 1 },
            "rests with"),
    };

    public static TheoryData<string> Names => [.. _mistakes.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_model_finds(string mistake)
    {
        var (wrong, scenario, rule) = _mistakes[mistake];
        Assert.Null(new Exploration(scenario, EtcdPlanner.NextAction).Run());

        var found = new Exploration(scenario, Mistaken).Run();
        Assert.Contains(rule, found ?? "nothing", StringComparison.Ordinal);

        EtcdAction Mistaken(EtcdDesired desired, EtcdObserved observed)
        {
            var right = EtcdPlanner.NextAction(desired, observed);
            return wrong(desired, observed, right) ?? right;
        }
    }
}
