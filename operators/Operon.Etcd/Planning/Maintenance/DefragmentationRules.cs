using Operon.Etcd.Api;

namespace Operon.Etcd.Planning;

/// <summary>One member at a time, followers first, the leader last and after it handed over; only in a quiet, complete cluster (C4).</summary>
internal static class DefragmentationRules
{
    private static readonly TimeSpan BetweenRounds = TimeSpan.FromMinutes(10);

    public static EtcdAction? Next(EtcdDesired desired, EtcdObserved observed, MembershipFacts membership)
    {
        if (observed.Maintenance is not { } facts || !IsQuiet(desired, observed, membership))
        {
            return null;
        }

        return facts.Status.Defragmentation is { IsRunning: true } round
            ? Continue(facts.Status, round, membership)
            : Start(facts, observed.Now, membership);
    }

    /// <summary>The next member of a round that runs, or its end.</summary>
    public static EtcdAction Continue(MaintenanceStatus status, DefragmentationStatus round, MembershipFacts membership)
    {
        var next = membership.Members
            .Where(member => round.Pending?.Contains(member.Name) == true)
            .OrderBy(member => member.IsLeader)
            .ThenBy(member => member.Name, StringComparer.Ordinal)
            .FirstOrDefault();
        if (next is null)
        {
            var members = round.Members ?? [];
            var given = members.Sum(member => Math.Max(0, member.SizeBeforeBytes - member.SizeAfterBytes));
            var failed = members.Count(member => member.Error is not null);
            return new RecordMaintenance(
                status with { Defragmentation = round with { CompletedAt = members.Select(member => member.FinishedAt).Max() ?? round.StartedAt, Pending = null } },
                "Defragmented",
                $"{members.Count - failed} members gave back {Sizes.Text(given)}{(failed > 0 ? $"; {failed} failed, see status.maintenance.defragmentation.members" : "")}",
                IsWarning: failed > 0);
        }

        if (next.IsLeader && Heir(membership, next) is { } heir)
        {
            return new MoveLeader(heir.Id, heir.Name, next.Name, $"leader {next.Name} is about to be defragmented");
        }

        return new Defragment(
            next.Name,
            status,
            $"{next.Name} holds {Sizes.Text(next.Figures?.DbSizeInUseBytes ?? 0)} in a file of {Sizes.Text(next.Figures?.DbSizeBytes ?? 0)}");
    }

    /// <summary>A voter fit to lead instead; null when there is none, or leadership cannot be handed over.</summary>
    public static MemberFacts? Heir(MembershipFacts membership, MemberFacts leader) => leader.ServerVersion is not { SupportsMoveLeader: true }
        ? null
        : membership.Voters.Where(voter => voter.Id != leader.Id && voter.IsHealthy).OrderByDescending(voter => voter.AppliedIndex).FirstOrDefault();

    // A cluster in the middle of something else has its turn first.
    private static bool IsQuiet(EtcdDesired desired, EtcdObserved observed, MembershipFacts membership) =>
        Stability.Missing(observed, membership) is null
        && !membership.Learners.Any()
        && observed.Pods.All(pod => pod.Version == observed.CurrentVersion)
        && membership.Voters.Count() == desired.Size;

    private static RecordMaintenance? Start(MaintenanceFacts facts, DateTimeOffset now, MembershipFacts membership)
    {
        var status = facts.Status;
        if (facts.Request is { } request && request != status.Request)
        {
            return Begin(status with { Request = request }, DefragmentationStatus.OnRequest, membership.Members, now, $"asked for by annotation (\"{request}\")");
        }

        if (facts.DueSchedule is { } due)
        {
            var worth = membership.Members.Where(member => Free(member) >= facts.MinReclaimBytes).ToList();
            return worth.Count == 0
                ? new RecordMaintenance(status with { LastScheduleTime = due }, null, "the schedule has come, but no member has enough to give back")
                : Begin(status with { LastScheduleTime = due }, DefragmentationStatus.OnSchedule, worth, now, "the schedule has come");
        }

        if (facts.ThresholdPercent is not { } percent || status.Defragmentation?.StartedAt is { } last && now.UtcDateTime - last < BetweenRounds)
        {
            return null;
        }

        var over = membership.Members
            .Where(member => Free(member) >= facts.MinReclaimBytes && Free(member) * 100 >= percent * (member.Figures?.DbSizeBytes ?? 0))
            .ToList();
        return over.Count == 0 ? null : Begin(status, DefragmentationStatus.OnThreshold, over, now, $"{over.Count} members have more than {percent} % free pages");
    }

    private static RecordMaintenance Begin(MaintenanceStatus status, string cause, IEnumerable<MemberFacts> members, DateTimeOffset now, string reason) => new(
        status with { Defragmentation = Round(cause, members, now) },
        "Defragmentation Started",
        reason);

    /// <summary>A round over these members that has just begun.</summary>
    public static DefragmentationStatus Round(string cause, IEnumerable<MemberFacts> members, DateTimeOffset now) => new()
    {
        Cause = cause,
        StartedAt = now.UtcDateTime,
        Pending = [.. members.Select(member => member.Name).Order(StringComparer.Ordinal)],
    };

    private static long Free(MemberFacts member) => member.Figures is { DbSizeInUseBytes: > 0 } figures ? figures.DbSizeBytes - figures.DbSizeInUseBytes : 0;
}
