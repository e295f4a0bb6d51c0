namespace Operon.Etcd.Planning;

/// <summary>A change that has begun is finished or taken back before another one begins (M1, M5); the dead go before the new come (M7).</summary>
internal static class OpenChangeRules
{
    private static readonly TimeSpan _startPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _learnerCrashPatience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _catchUpPatience = TimeSpan.FromMinutes(10);

    public static EtcdAction? Next(EtcdDesired desired, EtcdObserved observed, MembershipFacts membership)
    {
        // One that may be replaced now goes before one that has to wait.
        var dead = membership.Voters.Select(voter => (Voter: voter, Loss: MemberLoss.Of(desired, observed, voter)))
            .Where(entry => entry.Loss is not null)
            .Select(entry => (entry.Voter, Step: RepairRules.Replace(observed, membership, entry.Voter, entry.Loss!.Reason, entry.Loss.MayRepeat)))
            .OrderBy(entry => entry.Step is Wait)
            .FirstOrDefault();
        if (membership.Learners.FirstOrDefault() is { } learner)
        {
            return NextForLearner(desired, observed, membership, learner, dead.Voter);
        }

        // While too many voters are listed, removing the one that never came up is the business of scaling in.
        if (membership.Voters.FirstOrDefault(voter => !voter.HasStarted) is { } newcomer && membership.Voters.Count() <= SizeRules.Target(desired, observed, membership))
        {
            return dead.Voter is not null && IsStuck(observed, newcomer) && newcomer.IsHealthy is false
                ? TakeBack(newcomer, dead.Voter)
                : new Wait(MemberPods.Describe(observed, newcomer, "is starting"), TimeSpan.FromSeconds(0.5));
        }

        return dead.Step;
    }

    private static EtcdAction NextForLearner(
        EtcdDesired desired, EtcdObserved observed, MembershipFacts membership, MemberFacts learner, MemberFacts? dead)
    {
        if (membership.Voters.Count() >= SizeRules.Target(desired, observed, membership))
        {
            return new RemoveMember(learner.Id, learner.Name, IsDead: false, $"learner {learner.Name} is no longer wanted: spec.size is {desired.Size}");
        }

        if (MemberLoss.Of(desired, observed, learner) is { } loss)
        {
            return RepairRules.Replace(observed, membership, learner, loss.Reason, loss.MayRepeat);
        }

        if (IsCrashing(observed, learner))
        {
            return RepairRules.Replace(observed, membership, learner, "it only crashes and was never promoted", mayRepeat: false);
        }

        if (learner.IsHealthy)
        {
            return NextForHealthyLearner(observed, membership, learner);
        }

        if (dead is not null && IsStuck(observed, learner))
        {
            return TakeBack(learner, dead);
        }

        var pod = observed.Pod(learner.Name);
        if (pod is not null && MemberPods.LowestVersion(observed) is { } version && pod.Version != version)
        {
            return new UpgradePod(pod.Name, pod.Version, version, $"learner {learner.Name} does not start with version {pod.Version}");
        }

        return new Wait(MemberPods.Describe(observed, learner, "is starting"), TimeSpan.FromSeconds(0.5));
    }

    private static EtcdAction NextForHealthyLearner(EtcdObserved observed, MembershipFacts membership, MemberFacts learner)
    {
        if (IsInSync(membership, learner))
        {
            return new PromoteLearner(learner.Id, learner.Name);
        }

        var isLate = learner.HealthySince is { } since && observed.Now - since >= _catchUpPatience;
        return isLate
            ? RepairRules.Replace(observed, membership, learner, $"it has not caught up in {_catchUpPatience.TotalMinutes:0} minutes", mayRepeat: false)
            : new Wait($"learner {learner.Name} is catching up", TimeSpan.FromSeconds(0.5));
    }

    private static RemoveMember TakeBack(MemberFacts newcomer, MemberFacts dead) =>
        new(newcomer.Id, newcomer.Name, IsDead: false, $"{newcomer.Name} does not start; it is taken back so that dead member {dead.Name} can be replaced");

    private static bool IsStuck(EtcdObserved observed, MemberFacts member) =>
        observed.Pod(member.Name) is { } pod && observed.Now - pod.CreatedAt >= _startPatience;

    // With options nobody else runs, the next learner would crash as well: it stays, and is reported, until the spec changes.
    private static bool IsCrashing(EtcdObserved observed, MemberFacts learner) =>
        !learner.IsHealthy
        && observed.Pod(learner.Name) is { IsCrashLooping: true, IsOutOfMemory: false } pod
        && MemberPods.WorksElsewhere(observed, pod)
        && learner.UnhealthySince is { } since
        && observed.Now - since >= _learnerCrashPatience;

    // etcd itself judges by its match index (M4); asking too early costs an error, so look before asking.
    private static bool IsInSync(MembershipFacts membership, MemberFacts learner) =>
        membership.Leader is { } leader && learner.AppliedIndex >= leader.AppliedIndex * 0.9;
}
