namespace Operon.Etcd.Planning;

/// <summary>A change that has begun is finished or taken back before another one begins (M1, M5); the dead go before the new come (M7).</summary>
internal static class OpenChangeRules
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LearnerCrashPatience = TimeSpan.FromMinutes(1);

    public static EtcdAction? Next(EtcdDesired desired, EtcdObserved observed, MembershipFacts membership)
    {
        var dead = membership.Voters.FirstOrDefault(voter => MemberPods.IsDead(observed, voter));
        if (membership.Learners.FirstOrDefault() is { } learner)
        {
            return NextForLearner(desired, observed, membership, learner, dead);
        }

        // While too many voters are listed, removing the one that never came up is the business of scaling in.
        if (membership.Voters.FirstOrDefault(voter => !voter.HasStarted) is { } newcomer && membership.Voters.Count() <= desired.Size)
        {
            return dead is not null && IsStuck(observed, newcomer) && newcomer.IsHealthy is false
                ? TakeBack(newcomer, dead)
                : new Wait($"voter {newcomer.Name} is starting", TimeSpan.FromSeconds(0.5));
        }

        return dead is null ? null : RemoveDead(membership, dead);
    }

    private static EtcdAction NextForLearner(
        EtcdDesired desired, EtcdObserved observed, MembershipFacts membership, MemberFacts learner, MemberFacts? dead)
    {
        if (membership.Voters.Count() >= desired.Size)
        {
            return new RemoveMember(learner.Id, learner.Name, IsDead: false, $"learner {learner.Name} is no longer wanted: spec.size is {desired.Size}");
        }

        if (MemberPods.IsDead(observed, learner) || IsCrashing(observed, learner))
        {
            return new RemoveMember(learner.Id, learner.Name, IsDead: true, $"learner {learner.Name} has lost its data before it was promoted");
        }

        if (learner.IsHealthy)
        {
            return IsInSync(membership, learner)
                ? new PromoteLearner(learner.Id, learner.Name)
                : new Wait($"learner {learner.Name} is catching up", TimeSpan.FromSeconds(0.5));
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

        return new Wait($"learner {learner.Name} is starting", TimeSpan.FromSeconds(0.5));
    }

    private static EtcdAction RemoveDead(MembershipFacts membership, MemberFacts dead)
    {
        var voters = membership.Voters.Count();
        var healthy = membership.Voters.Count(voter => voter.IsHealthy);
        return voters > 1 && healthy >= Quorum.Of(voters)
            ? new RemoveMember(dead.Id, dead.Name, IsDead: true, $"member {dead.Name} is dead: its pod and its data are gone")
            : new Wait($"member {dead.Name} is dead, but only {healthy} of {voters} voters are healthy", TimeSpan.FromSeconds(2));
    }

    private static RemoveMember TakeBack(MemberFacts newcomer, MemberFacts dead) =>
        new(newcomer.Id, newcomer.Name, IsDead: false, $"{newcomer.Name} does not start; it is taken back so that dead member {dead.Name} can be replaced");

    private static bool IsStuck(EtcdObserved observed, MemberFacts member) =>
        observed.Pod(member.Name) is { } pod && observed.Now - pod.CreatedAt >= StartPatience;

    private static bool IsCrashing(EtcdObserved observed, MemberFacts learner) =>
        !learner.IsHealthy
        && observed.Pod(learner.Name) is { IsCrashLooping: true }
        && learner.UnhealthySince is { } since
        && observed.Now - since >= LearnerCrashPatience;

    // etcd itself judges by its match index (M4); asking too early costs an error, so look before asking.
    private static bool IsInSync(MembershipFacts membership, MemberFacts learner) =>
        membership.Leader is { } leader && learner.AppliedIndex >= leader.AppliedIndex * 0.9;
}
