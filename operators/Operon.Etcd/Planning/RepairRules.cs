namespace Operon.Etcd.Planning;

/// <summary>
/// How a member is replaced, whatever the cause: removed first, so that a new one is added afterwards (M7), never at the price of the
/// quorum (M9, M12), and more and more slowly when it has to be done again and again.
/// </summary>
internal static class RepairRules
{
    private const int Free = 3;
    private const int MostForCrashes = 3;
    private static readonly TimeSpan _first = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan _longest = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan _quiet = TimeSpan.FromMinutes(20);

    /// <summary>
    /// The step that replaces <paramref name="member"/>, or what has to be waited for. <paramref name="mayRepeat"/> is false when replacing members over and
    /// over would only destroy data: after a few, people have to look.
    /// </summary>
    public static EtcdAction Replace(EtcdObserved observed, MembershipFacts membership, MemberFacts member, string reason, bool mayRepeat = true)
    {
        if (Hindrance(observed, member, mayRepeat) is { } hindrance)
        {
            return hindrance;
        }

        if (member.IsLearner)
        {
            return Remove(member, reason);
        }

        var voters = membership.Voters.Count();
        var healthyOthers = membership.Voters.Count(voter => voter.IsHealthy && voter != member);
        if (voters == 1)
        {
            return new Wait($"member {member.Name} is the only one and is never removed: {reason}", TimeSpan.FromSeconds(5));
        }

        // A member that answers counts while the change is agreed on; one that does not has to be outvoted by the others alone.
        var needed = member.IsHealthy ? Quorum.Of(voters - 1) : Quorum.Of(voters);
        if (healthyOthers < needed)
        {
            return new Wait($"member {member.Name} is to be replaced ({reason}), but only {healthyOthers} of the other {voters - 1} voters are healthy", TimeSpan.FromSeconds(2));
        }

        if (member.IsLeader)
        {
            var heir = membership.Voters.Where(voter => voter.IsHealthy && voter != member).MaxBy(voter => voter.AppliedIndex)!;
            return new MoveLeader(heir.Id, heir.Name, member.Name, $"leader {member.Name} is about to be replaced");
        }

        return Remove(member, reason);
    }

    /// <summary>The record of a replacement that is about to begin; the same one for as long as it is the same member's.</summary>
    public static RepairFacts After(RepairFacts? before, string member, DateTimeOffset now)
    {
        if (before is not null && before.Member == member)
        {
            return before;
        }

        var count = IsForgotten(before, now) ? 1 : before!.Count + 1;
        return new RepairFacts(count, member, now, now + Pause(count));
    }

    /// <summary>Whether replacements lie so far back that the next one is a first one.</summary>
    public static bool IsForgotten(RepairFacts? repairs, DateTimeOffset now) => repairs is null || now - repairs.LastTime >= _quiet + Pause(repairs.Count);

    private static TimeSpan Pause(int count) => count < Free
        ? TimeSpan.Zero
        : TimeSpan.FromSeconds(Math.Min(_longest.TotalSeconds, _first.TotalSeconds * Math.Pow(2, Math.Min(count - Free, 16))));

    private static Wait? Hindrance(EtcdObserved observed, MemberFacts member, bool mayRepeat)
    {
        if (observed.Repairs is not { } repairs || repairs.Member == member.Name || IsForgotten(repairs, observed.Now))
        {
            return null;
        }

        if (!mayRepeat && repairs.Count >= MostForCrashes)
        {
            return new Wait(
                $"member {member.Name} keeps failing after {repairs.Count} members were replaced; mend the cause (see the pod's events and log), or delete the pod and its claim to have it replaced",
                TimeSpan.FromSeconds(5));
        }

        var left = repairs.NextTime - observed.Now;
        return left <= TimeSpan.Zero
            ? null
            : new Wait($"{repairs.Count} members were replaced in a row, the last one {repairs.Member}; member {member.Name} follows at {repairs.NextTime.UtcDateTime:HH:mm:ss} UTC", Shorter(left, TimeSpan.FromSeconds(5)));
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static RemoveMember Remove(MemberFacts member, string reason) => new(member.Id, member.Name, IsDead: true, $"member {member.Name} is replaced: {reason}");
}
