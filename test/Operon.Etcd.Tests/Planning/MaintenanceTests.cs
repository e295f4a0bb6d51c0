using Operon.Etcd.Api;
using Operon.Etcd.Membership;
using Operon.Etcd.Planning;
using Xunit;
using static Operon.Etcd.Tests.Planning.Facts;

namespace Operon.Etcd.Tests.Planning;

/// <summary>Defragmentation, a full database and corrupt data.</summary>
public sealed class MaintenanceTests
{
    private const long MiB = 1 << 20;

    [Fact]
    public void C4_a_request_is_carried_out_once_followers_first_and_the_leader_last_after_it_handed_over()
    {
        var started = Assert.IsType<RecordMaintenance>(Plan(Requested("now"))).Status;
        Assert.Equal((DefragmentationStatus.OnRequest, "now"), (started.Defragmentation!.Cause, started.Request));
        Assert.Equal("c-b", Assert.IsType<Defragment>(Plan(Requested("now", started))).Name);
        Assert.Equal("c-c", Assert.IsType<Defragment>(Plan(Requested("now", Left(started, "c-a", "c-c")))).Name);
        Assert.Equal("c-a", Assert.IsType<MoveLeader>(Plan(Requested("now", Left(started, "c-a")))).LeaderName);
        var moved = Requested("now", Left(started, "c-a")) with { Membership = Membership(Sized("c-a"), Sized("c-b") with { IsLeader = true }, Sized("c-c")) };
        Assert.Equal("c-a", Assert.IsType<Defragment>(Plan(moved)).Name);
        var done = Assert.IsType<RecordMaintenance>(Plan(Requested("now", Left(started)))).Status;
        Assert.NotNull(done.Defragmentation!.CompletedAt);
        Assert.IsType<Settled>(Plan(Requested("now", done)));
    }

    [Fact]
    public void C4_nothing_is_defragmented_while_a_member_is_unhealthy_or_has_just_become_healthy_or_learns()
    {
        var started = Assert.IsType<RecordMaintenance>(Plan(Requested("now"))).Status;
        var sick = Requested("now", started) with { Membership = Membership(Sized("c-a") with { IsLeader = true }, Sized("c-b"), Sized("c-c").Down()) };
        Assert.IsNotType<Defragment>(Plan(sick));
        var fresh = Requested("now", started) with { Membership = Membership(Sized("c-a") with { IsLeader = true }, Sized("c-b"), Sized("c-c") with { HealthySince = Now }) };
        Assert.IsNotType<Defragment>(Plan(fresh));
        var learning = Requested("now", started) with { Membership = Membership(Sized("c-a") with { IsLeader = true }, Sized("c-b"), Sized("c-c") with { IsLearner = true }) };
        Assert.IsNotType<Defragment>(Plan(learning));
    }

    [Fact]
    public void Only_members_over_the_threshold_with_enough_to_give_are_defragmented_and_not_again_right_away()
    {
        var facts = new MaintenanceFacts { ThresholdPercent = 50 };
        var state = Three() with { Maintenance = facts, Membership = Membership(Sized("c-a", 100, 40) with { IsLeader = true }, Sized("c-b", 100, 60), Sized("c-c", 30, 1)) };
        var started = Assert.IsType<RecordMaintenance>(Plan(state)).Status;
        Assert.Equal(["c-a"], started.Defragmentation!.Pending);
        var done = started with { Defragmentation = started.Defragmentation with { CompletedAt = Now.UtcDateTime, Pending = null } };
        Assert.IsType<Settled>(Plan(state with { Maintenance = facts with { Status = done } }));
        Assert.IsType<Settled>(Plan(state with { Maintenance = new MaintenanceFacts() }));
    }

    [Fact]
    public void A_schedule_that_has_come_takes_members_with_enough_to_give_and_is_used_up()
    {
        var due = Now.UtcDateTime;
        var worth = Three() with { Maintenance = new MaintenanceFacts { DueSchedule = due }, Membership = Membership(Sized("c-a", 100, 40) with { IsLeader = true }, Sized("c-b", 100, 99), Sized("c-c", 100, 99)) };
        var started = Assert.IsType<RecordMaintenance>(Plan(worth)).Status;
        Assert.Equal((due, DefragmentationStatus.OnSchedule), (started.LastScheduleTime, started.Defragmentation!.Cause));
        Assert.Equal(["c-a"], started.Defragmentation.Pending);
        var nothing = Three() with { Maintenance = new MaintenanceFacts { DueSchedule = due } };
        var noted = Assert.IsType<RecordMaintenance>(Plan(nothing)).Status;
        Assert.Equal((due, null), (noted.LastScheduleTime, noted.Defragmentation));
    }

    [Fact]
    public void C3_a_full_database_is_compacted_then_defragmented_then_judged_then_disarmed()
    {
        var status = Assert.IsType<RecordMaintenance>(Plan(Full(new(), 100))).Status;
        Assert.Equal(Now.UtcDateTime, status.Space!.StartedAt);
        var compact = Assert.IsType<Compact>(Plan(Full(status, 100)));
        Assert.Equal(4000, compact.Revision);
        Assert.Equal(["c-a", "c-b", "c-c"], compact.Done.Defragmentation!.Pending);
        Assert.Equal("c-b", Assert.IsType<Defragment>(Plan(Full(compact.Done, 100))).Name);
        Assert.IsType<MoveLeader>(Plan(Full(Left(compact.Done, "c-a"), 100)));

        var defragmented = Assert.IsType<RecordMaintenance>(Plan(Full(Left(compact.Done), 50))).Status;
        var disarm = Assert.IsType<Disarm>(Plan(Full(defragmented, 50)));
        Assert.Equal(AlarmKind.NoSpace, Assert.Single(disarm.Alarms).Kind);
        Assert.NotNull(disarm.Done.Space!.CompletedAt);
    }

    [Fact]
    public void C3_when_the_kept_history_fills_the_quota_all_of_it_goes_and_then_people_are_asked_and_left_in_peace_for_ten_minutes()
    {
        var once = new MaintenanceStatus { Space = new SpaceStatus { StartedAt = Now.UtcDateTime, CompactedRevision = 4000 } };
        var again = Assert.IsType<RecordMaintenance>(Plan(Full(once, 95))).Status;
        Assert.True(again.Space is { IsThorough: true, CompactedRevision: null });
        var thorough = Assert.IsType<Compact>(Plan(Full(again, 95)));
        Assert.Equal(5000, thorough.Revision);

        var given = Assert.IsType<RecordMaintenance>(Plan(Full(thorough.Done with { Defragmentation = null }, 95)));
        Assert.True(given is { IsWarning: true, Status.Space.Exhausted: true });
        Assert.Contains("quotaBackendBytes", given.Reason, StringComparison.Ordinal);
        Assert.IsType<Settled>(Plan(Full(given.Status, 95)));
        Assert.IsType<RecordMaintenance>(Plan(Full(given.Status, 95) with { Now = Now.AddMinutes(11) }));
    }

    [Fact]
    public void C3_a_raised_quota_is_enough_to_take_the_alarm_back()
    {
        var exhausted = new MaintenanceStatus { Space = new SpaceStatus { StartedAt = Now.UtcDateTime, CompletedAt = Now.UtcDateTime, Exhausted = true } };
        var raised = Full(exhausted, 95);
        raised = raised with { Maintenance = raised.Maintenance! with { QuotaBytes = 200 * MiB } };
        Assert.IsType<Disarm>(Plan(raised));
    }

    [Fact]
    public void An_alarm_taken_back_by_somebody_else_ends_the_treatment()
    {
        var running = new MaintenanceStatus { Space = new SpaceStatus { StartedAt = Now.UtcDateTime } };
        var action = Assert.IsType<RecordMaintenance>(Plan(Three() with { Maintenance = new MaintenanceFacts { Status = running } }));
        Assert.NotNull(action.Status.Space!.CompletedAt);
    }

    [Fact]
    public void C2_a_tagged_member_that_differs_from_the_majority_is_removed_and_the_alarm_stays_until_all_hold_the_same()
    {
        var corrupt = Corrupt("c-b", ("c-a", 1), ("c-b", 2), ("c-c", 1));
        Assert.Equal("c-b", Assert.IsType<RemoveMember>(Plan(corrupt)).Name);

        var removed = corrupt with { Membership = Membership(Sized("c-a") with { IsLeader = true }, Sized("c-c")), Pods = [Pod("c-a"), Pod("c-c")] };
        Assert.IsType<AddMember>(Plan(removed));
        var replaced = Corrupt("c-b", ("c-a", 1), ("c-d", 1), ("c-c", 1)) with { Membership = Membership(Sized("c-a") with { IsLeader = true }, Sized("c-d"), Sized("c-c")), Pods = [Pod("c-a"), Pod("c-d"), Pod("c-c")] };
        Assert.IsType<Disarm>(Plan(replaced));
        Assert.IsType<Wait>(Plan(replaced with { Maintenance = replaced.Maintenance! with { Hashes = new Dictionary<ulong, RevisionHash>() } }));
        Assert.IsType<ReportCorruption>(Plan(Differing(replaced)));
    }

    [Fact]
    public void C2_a_tagged_leader_hands_over_first() =>
        Assert.Equal("c-a", Assert.IsType<MoveLeader>(Plan(Corrupt("c-a", ("c-a", 2), ("c-b", 1), ("c-c", 1)))).LeaderName);

    [Fact]
    public void C2_without_a_majority_of_equal_data_people_are_asked()
    {
        Assert.IsType<ReportCorruption>(Plan(Corrupt("c-b", ("c-a", 1), ("c-b", 2), ("c-c", 3))));
        var two = Corrupt("c-b", ("c-a", 1), ("c-b", 2)) with { Membership = Membership(Sized("c-a") with { IsLeader = true }, Sized("c-b")), Pods = [Pod("c-a"), Pod("c-b")] };
        Assert.IsType<ReportCorruption>(EtcdPlanner.NextAction(Desired(2), two));
    }

    [Fact]
    public void C2_a_member_etcd_cannot_name_is_replaced_when_a_person_names_it_and_a_majority_agrees()
    {
        var unnamed = On(new(3, 6, 14), Corrupt(null, ("c-a", 1), ("c-b", 2), ("c-c", 1)));
        Assert.Contains("c-b: 00000002", Assert.IsType<ReportCorruption>(Plan(unnamed)).Reason, StringComparison.Ordinal);
        Assert.Equal("c-b", Assert.IsType<RemoveMember>(Plan(Named(unnamed, "c-b"))).Name);
        Assert.IsNotType<RemoveMember>(Plan(Named(unnamed, "c-c")));
        Assert.IsType<ReportCorruption>(Plan(Named(On(new(3, 6, 14), Corrupt(null, ("c-a", 1), ("c-b", 2), ("c-c", 3))), "c-b")));
        Assert.IsType<Disarm>(Plan(On(new(3, 6, 14), Corrupt(null, ("c-a", 1), ("c-b", 1), ("c-c", 1)))));
    }

    [Fact]
    public void C2_versions_that_never_name_a_member_are_judged_by_a_majority_of_equal_data()
    {
        Assert.Equal("c-b", Assert.IsType<RemoveMember>(Plan(Corrupt(null, ("c-a", 1), ("c-b", 2), ("c-c", 1)))).Name);
        Assert.IsType<ReportCorruption>(Plan(Corrupt(null, ("c-a", 1), ("c-b", 2), ("c-c", 3))));
        Assert.IsType<Wait>(Plan(Corrupt(null, ("c-a", 1), ("c-b", 1))));
        Assert.IsType<Disarm>(Plan(Corrupt(null, ("c-a", 1), ("c-b", 1), ("c-c", 1))));
    }

    private static EtcdAction Plan(EtcdObserved observed) => EtcdPlanner.NextAction(Desired(), observed);

    private static MemberFacts Sized(string name, long size = 100, long inUse = 100) => Voter(name) with
    {
        Figures = new MemberFigures { DbSizeBytes = size * MiB, DbSizeInUseBytes = inUse * MiB, Revision = 5000, RaftIndex = 100, RaftTerm = 2 },
    };

    private static MembershipFacts Membership(params MemberFacts[] members) => new() { ClusterId = 7, IsConfirmed = true, Members = members };

    private static EtcdObserved Requested(string request, MaintenanceStatus? status = null) => Three() with
    {
        Membership = Membership(Sized("c-a") with { IsLeader = true }, Sized("c-b"), Sized("c-c")),
        Maintenance = new MaintenanceFacts { Request = request, Status = status ?? new() },
    };

    private static MaintenanceStatus Left(MaintenanceStatus status, params string[] pending) => status with { Defragmentation = status.Defragmentation! with { Pending = pending } };

    // A quota of 100 MiB, an alarm, and members of this many MiB.
    private static EtcdObserved Full(MaintenanceStatus status, long size) => Three() with
    {
        Membership = Membership(Sized("c-a", size) with { IsLeader = true }, Sized("c-b", size), Sized("c-c", size)),
        Maintenance = new MaintenanceFacts { Status = status, QuotaBytes = 100 * MiB, Alarms = [new(Voter("c-a").Id, AlarmKind.NoSpace)] },
    };

    private static EtcdObserved Corrupt(string? tagged, params (string Name, uint Hash)[] hashes) => Three() with
    {
        Maintenance = new MaintenanceFacts
        {
            Alarms = [new(tagged is null ? 0 : Voter(tagged).Id, AlarmKind.Corrupt)],
            Hashes = hashes.ToDictionary(entry => Voter(entry.Name).Id, entry => new RevisionHash(5000, 0, entry.Hash)),
        },
    };

    private static EtcdObserved Named(EtcdObserved observed, string member) => observed with { Maintenance = observed.Maintenance! with { CorruptMember = member } };

    private static EtcdObserved On(EtcdVersion version, EtcdObserved observed) => observed with
    {
        CurrentVersion = version,
        Membership = observed.Membership! with { Members = [.. observed.Membership.Members.Select(member => member with { ServerVersion = version })] },
    };

    private static EtcdObserved Differing(EtcdObserved observed) => observed with
    {
        Maintenance = observed.Maintenance! with { Hashes = observed.Maintenance.Hashes.ToDictionary(entry => entry.Key, entry => entry.Value with { Hash = (uint)entry.Key }) },
    };
}
