using Operon.Etcd.Api;
using Operon.Etcd.Membership;

namespace Operon.Etcd.Planning;

/// <summary>
/// A database at its quota: give up history, defragment every member with the leader last, and only when all files are small enough take the alarm back
/// (C3). When that is not enough, people have to delete keys or raise the quota.
/// </summary>
internal static class SpaceRules
{
    /// <summary>Revisions kept for watchers on the first try.</summary>
    public const long KeptRevisions = 1000;

    private const double EnoughPart = 0.9;
    private static readonly TimeSpan BetweenTreatments = TimeSpan.FromMinutes(10);

    public static EtcdAction? Next(EtcdDesired desired, EtcdObserved observed, MembershipFacts membership)
    {
        if (observed.Maintenance is not { Alarms: not null } facts)
        {
            return null;
        }

        var space = facts.Status.Space ?? new SpaceStatus();
        var isRunning = space.StartedAt is not null && space.CompletedAt is null;
        if (!facts.Raised(AlarmKind.NoSpace).Any())
        {
            return isRunning || space.Exhausted
                ? new RecordMaintenance(
                    facts.Status with { Space = space with { Exhausted = false, CompletedAt = observed.Now.UtcDateTime, Message = "the alarm is gone" } },
                    null,
                    "the NOSPACE alarm is gone")
                : null;
        }

        if (!isRunning)
        {
            return space is { Exhausted: true, StartedAt: { } last } && observed.Now.UtcDateTime - last < BetweenTreatments
                ? null
                : Begin(facts, observed, membership);
        }

        // Other rules bring the cluster to rest first; a learner must not meet a member that is being defragmented (C4).
        if (Stability.Missing(observed, membership) is not null || membership.Learners.Any())
        {
            return null;
        }

        if (space.CompactedRevision is null)
        {
            return GiveUpHistory(facts, space, observed, membership);
        }

        if (facts.Status.Defragmentation is { IsRunning: true } round)
        {
            return DefragmentationRules.Continue(facts.Status, round, membership);
        }

        return HasRoom(facts, membership) ? TakeBack(facts, space, observed) : NotEnough(facts, space, observed, membership);
    }

    /// <summary>After members were rolled with a larger quota there is room without any more treatment.</summary>
    public static EtcdAction? AfterRoll(EtcdDesired desired, EtcdObserved observed, MembershipFacts membership) =>
        observed.Maintenance is { Status.Space: { Exhausted: true } space } facts
        && facts.Raised(AlarmKind.NoSpace).Any()
        && Stability.Missing(observed, membership) is null
        && HasRoom(facts, membership)
            ? TakeBack(facts, space, observed)
            : null;

    private static RecordMaintenance Begin(MaintenanceFacts facts, EtcdObserved observed, MembershipFacts membership) => new(
        facts.Status with { Space = new SpaceStatus { StartedAt = observed.Now.UtcDateTime, Message = "giving up history" } },
        "Space Exhausted",
        $"etcd refuses writes: the database of {Names(facts, membership)} has reached its quota of {Sizes.Text(facts.QuotaBytes)}. History is compacted and every member defragmented",
        IsWarning: true);

    private static Compact? GiveUpHistory(MaintenanceFacts facts, SpaceStatus space, EtcdObserved observed, MembershipFacts membership)
    {
        if (membership.Leader?.Figures?.Revision is not { } current)
        {
            return null;
        }

        var revision = space.IsThorough || current <= KeptRevisions ? current : current - KeptRevisions;
        return new Compact(
            revision,
            facts.Status with
            {
                Space = space with { CompactedRevision = revision, IsThorough = revision == current, Message = "defragmenting members" },
                Defragmentation = DefragmentationRules.Round(DefragmentationStatus.ForSpace, membership.Members, observed.Now),
            },
            facts.Status,
            $"history before revision {revision} of {current} is given up");
    }

    private static bool HasRoom(MaintenanceFacts facts, MembershipFacts membership) =>
        membership.Members.All(member => member.Figures is { } figures && figures.DbSizeBytes < facts.QuotaBytes * EnoughPart);

    private static Disarm TakeBack(MaintenanceFacts facts, SpaceStatus space, EtcdObserved observed) => new(
        [.. facts.Raised(AlarmKind.NoSpace)],
        facts.Status with { Space = space with { CompletedAt = observed.Now.UtcDateTime, Exhausted = false, Message = "there is room again" } },
        facts.Status,
        $"every member is below {EnoughPart:0%} of its quota of {Sizes.Text(facts.QuotaBytes)}; writes are accepted again");

    private static RecordMaintenance NotEnough(MaintenanceFacts facts, SpaceStatus space, EtcdObserved observed, MembershipFacts membership)
    {
        if (!space.IsThorough)
        {
            return new RecordMaintenance(
                facts.Status with { Space = space with { CompactedRevision = null, IsThorough = true } },
                null,
                $"giving up all but {KeptRevisions} revisions was not enough; all history goes");
        }

        var largest = membership.Members.Max(member => member.Figures?.DbSizeBytes ?? 0);
        var message = $"without history and free pages the database still has {Sizes.Text(largest)} of {Sizes.Text(facts.QuotaBytes)}: delete keys, or raise "
            + "spec.maintenance.quotaBackendBytes (the volume must be three times as large; 8 GiB is the advised limit)";
        return new RecordMaintenance(
            facts.Status with { Space = space with { CompletedAt = observed.Now.UtcDateTime, Exhausted = true, Message = message } },
            "Space Exhausted",
            message,
            IsWarning: true);
    }

    private static string Names(MaintenanceFacts facts, MembershipFacts membership) => string.Join(
        ", ",
        facts.Raised(AlarmKind.NoSpace).Select(alarm => membership.Members.FirstOrDefault(member => member.Id == alarm.MemberId)?.Name ?? $"{alarm.MemberId:x}"));
}
