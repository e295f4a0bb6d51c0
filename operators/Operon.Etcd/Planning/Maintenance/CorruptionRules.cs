using Operon.Etcd.Membership;

namespace Operon.Etcd.Planning;

/// <summary>
/// A member whose data differs is removed, wiped and replaced, and the alarm is taken back only when all members hold the same (C2). Where no majority
/// of equal data says who is right, nothing is done: people decide.
/// </summary>
internal static class CorruptionRules
{
    private const string Ask = "Writes are refused until this is solved. Take a backup of each member, find out which data is right, and see docs/etcd/maintenance.md";

    private static readonly EtcdVersion _namesMembers = new(3, 5, 0);

    public static EtcdAction? Next(EtcdDesired desired, EtcdObserved observed, MembershipFacts membership)
    {
        if (observed.Maintenance is not { Alarms: not null } facts || facts.Raised(AlarmKind.Corrupt).ToList() is not { Count: > 0 } alarms)
        {
            return null;
        }

        var tagged = membership.Members.Where(member => alarms.Exists(alarm => alarm.MemberId == member.Id)).ToList();
        if (alarms.Exists(alarm => alarm.MemberId == 0))
        {
            // Before 3.5 etcd never says which member it is; from 3.5 on this means that it could not tell.
            return membership.Voters.All(voter => voter.ServerVersion is { } version && version < _namesMembers)
                ? Unnamed(desired, facts, alarms, membership)
                : new ReportCorruption($"etcd reports corrupt data and cannot tell which member has it. {Ask}");
        }

        return tagged.Count > 0
            ? Replace(facts, alarms, tagged, membership)
            : Conclude(desired, facts, alarms, membership);
    }

    private static EtcdAction? Unnamed(EtcdDesired desired, MaintenanceFacts facts, List<MemberAlarm> alarms, MembershipFacts membership)
    {
        var voters = membership.Voters.ToList();
        if (voters.Count < desired.Size || membership.Learners.Any())
        {
            return Conclude(desired, facts, alarms, membership);
        }

        if (!voters.TrueForAll(voter => facts.Hashes.ContainsKey(voter.Id)) || !AreComparable([.. voters.Select(voter => facts.Hashes[voter.Id])]))
        {
            return new Wait("comparing the data of all members; this version of etcd does not say which one is corrupt", TimeSpan.FromSeconds(1));
        }

        var sides = voters.GroupBy(voter => facts.Hashes[voter.Id].Hash).OrderByDescending(side => side.Count()).ToList();
        return sides.Count switch
        {
            1 => Conclude(desired, facts, alarms, membership),
            2 when sides[1].Count() == 1 && sides[0].Count() >= Quorum.Of(voters.Count) => Replace(facts, alarms, [sides[1].Single()], membership),
            _ => new ReportCorruption($"etcd reports corrupt data, and no majority of members holds the same. {Ask}"),
        };
    }

    private static EtcdAction Replace(MaintenanceFacts facts, List<MemberAlarm> alarms, List<MemberFacts> tagged, MembershipFacts membership)
    {
        var names = string.Join(", ", tagged.Select(member => member.Name));
        var voters = membership.Voters.ToList();
        var sound = voters.Where(voter => !tagged.Contains(voter)).ToList();
        if (sound.Count(voter => voter.IsHealthy) < Quorum.Of(voters.Count))
        {
            return new ReportCorruption($"etcd reports corrupt data in {names}, and the other members are no majority. {Ask}");
        }

        var hashes = sound.Where(voter => facts.Hashes.ContainsKey(voter.Id)).Select(voter => facts.Hashes[voter.Id]).ToList();
        if (hashes.Count < Quorum.Of(voters.Count) || !AreComparable(hashes))
        {
            return new Wait($"comparing the data of the members before {names} is replaced", TimeSpan.FromSeconds(1));
        }

        if (hashes.Select(hash => hash.Hash).Distinct().Count() > 1)
        {
            return new ReportCorruption($"etcd reports corrupt data in {names}, but the other members differ among themselves. {Ask}");
        }

        var victim = tagged[0];
        if (facts.Hashes.TryGetValue(victim.Id, out var own) && own.IsComparableTo(hashes[0]) && own.Hash == hashes[0].Hash)
        {
            return tagged.Count == 1
                ? new Disarm(alarms, facts.Status, facts.Status, $"{victim.Name} holds the same data as the majority at revision {own.Revision}")
                : new ReportCorruption($"etcd reports corrupt data in {names}, but {victim.Name} holds the same as the majority. {Ask}");
        }

        if (victim.IsLeader && DefragmentationRules.Heir(membership with { Members = [.. sound, victim] }, victim) is { } heir)
        {
            return new MoveLeader(heir.Id, heir.Name, victim.Name, $"leader {victim.Name} is corrupt and about to be replaced");
        }

        return new RemoveMember(victim.Id, victim.Name, IsDead: true, $"its data differs from the majority's (CORRUPT alarm); a new member takes its place");
    }

    // The corrupt member is out; its alarm stays until the cluster is complete and of one mind.
    private static EtcdAction? Conclude(EtcdDesired desired, MaintenanceFacts facts, List<MemberAlarm> alarms, MembershipFacts membership)
    {
        if (membership.Voters.Count() < desired.Size || membership.Learners.Any())
        {
            return null;
        }

        var hashes = membership.Members.Where(member => facts.Hashes.ContainsKey(member.Id)).Select(member => facts.Hashes[member.Id]).ToList();
        if (hashes.Count < membership.Members.Count || !AreComparable(hashes))
        {
            return new Wait("comparing the data of all members before the CORRUPT alarm is taken back", TimeSpan.FromSeconds(1));
        }

        return hashes.Select(hash => hash.Hash).Distinct().Count() == 1
            ? new Disarm(alarms, facts.Status, facts.Status, $"all {hashes.Count} members hold the same data at revision {hashes[0].Revision}; writes are accepted again")
            : new ReportCorruption($"the corrupt member was replaced, but members still differ. {Ask}");
    }

    private static bool AreComparable(List<RevisionHash> hashes) => hashes.TrueForAll(hash => hash.IsComparableTo(hashes[0]));
}
