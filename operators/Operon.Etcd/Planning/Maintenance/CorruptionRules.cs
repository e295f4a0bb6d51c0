using Operon.Etcd.Membership;

namespace Operon.Etcd.Planning;

/// <summary>
/// A member whose data differs is removed, wiped and replaced, and the alarm is taken back only when all members hold the same (C2). Where no majority
/// of equal data says who is right, nothing is done: people decide.
/// </summary>
internal static class CorruptionRules
{
    private const string Ask = "Writes are refused until this is solved. Take a backup of each member, find out which data is right, and see docs/etcd/maintenance.md";

    private static readonly EtcdVersion _namesMembers = new(3, 6, 0);

    public static EtcdAction? Next(EtcdDesired desired, EtcdObserved observed, MembershipFacts membership)
    {
        if (observed.Maintenance is not { Alarms: not null } facts || facts.Raised(AlarmKind.Corrupt).ToList() is not { Count: > 0 } alarms)
        {
            return null;
        }

        var tagged = membership.Members.Where(member => alarms.Exists(alarm => alarm.MemberId == member.Id)).ToList();
        if (alarms.Exists(alarm => alarm.MemberId == 0))
        {
            return Unnamed(desired, observed, facts, alarms, membership);
        }

        return tagged.Count > 0
            ? Replace(observed, facts, alarms, tagged, membership)
            : Conclude(desired, facts, alarms, membership);
    }

    // Before 3.6 etcd never says which member it is: the one that differs from a majority of equal data is known all the same. From 3.6 on it means
    // that etcd saw no majority, and a person has to say.
    private static EtcdAction? Unnamed(EtcdDesired desired, EtcdObserved observed, MaintenanceFacts facts, List<MemberAlarm> alarms, MembershipFacts membership)
    {
        if (facts.CorruptMember is { } name && membership.Find(name) is { } named)
        {
            return Replace(observed, facts, alarms, [named], membership);
        }

        var voters = membership.Voters.ToList();
        var sides = voters.Where(voter => facts.Hashes.ContainsKey(voter.Id)).GroupBy(voter => facts.Hashes[voter.Id]).OrderByDescending(side => side.Count()).ToList();
        var isOfOneMind = sides is [var all] && all.Count() == voters.Count;
        if (isOfOneMind || voters.Count < desired.Size || membership.Learners.Any())
        {
            return Conclude(desired, facts, alarms, membership);
        }

        if (voters.TrueForAll(voter => voter.ServerVersion is { } version && version < _namesMembers)
            && sides is [var majority, var minority] && majority.Count() >= Quorum.Of(voters.Count) && minority.Count() == 1)
        {
            return Replace(observed, facts, alarms, [.. minority], membership);
        }

        if (voters.Exists(voter => !facts.Hashes.ContainsKey(voter.Id)))
        {
            return new Wait("comparing the data of all members", TimeSpan.FromSeconds(1));
        }

        var seen = string.Join("; ", sides.Select(side => $"{string.Join(", ", side.Select(voter => voter.Name))}: {side.Key.Hash:x8}"));
        return new ReportCorruption(
            $"etcd reports corrupt data and does not say which member has it. Hashes at revision {sides.FirstOrDefault()?.Key.Revision}: {seen}. "
            + $"If one member differs from a majority, annotate the object with {MaintenanceFacts.CorruptAnnotation}=<that member> to have it replaced. {Ask}");
    }

    private static EtcdAction Replace(EtcdObserved observed, MaintenanceFacts facts, List<MemberAlarm> alarms, List<MemberFacts> tagged, MembershipFacts membership)
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

        return RepairRules.Replace(observed, membership, victim, "its data differs from the majority's (CORRUPT alarm)");
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
