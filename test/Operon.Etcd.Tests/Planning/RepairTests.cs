using Operon.Etcd.Planning;
using Xunit;
using static Operon.Etcd.Tests.Planning.Facts;

namespace Operon.Etcd.Tests.Planning;

/// <summary>Which members are lost for good, and how they are replaced: by quorum, one after the other, and more slowly each time.</summary>
public sealed class RepairTests
{
    private static readonly string[] _claims = ["c-a", "c-b", "c-c"];

    [Fact]
    public void A_member_whose_volume_is_gone_is_replaced()
    {
        var observed = Down().WithClaims("c-a", "c-b") with { ClaimDetails = [new ClaimFacts { Name = "c-c", IsLost = true }] };
        Assert.Contains("volume of its claim is gone", Replaced(observed).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_member_on_a_lost_node_is_replaced_once_its_pod_should_be_gone()
    {
        var ending = Pod("c-c") with { IsDeleting = true, IsNodeLost = true, Node = "n-3", GoneBy = Now.AddSeconds(-30) };
        var observed = Down().WithClaims(_claims).WithPod(ending);
        Assert.IsType<Wait>(Next(observed));

        Assert.Contains("n-3", Replaced(observed.WithPod(ending with { GoneBy = Now.AddMinutes(-2) })).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_the_right_to_read_nodes_a_pod_that_does_not_end_shows_the_loss()
    {
        var ending = Pod("c-c") with { IsDeleting = true, IsNodeLost = null, GoneBy = Now.AddMinutes(-5) };
        Assert.IsType<Wait>(Next(Down().WithClaims(_claims).WithPod(ending)));
        Replaced(Down().WithClaims(_claims).WithPod(ending with { GoneBy = Now.AddMinutes(-11) }));
    }

    [Fact]
    public void A_member_whose_local_volume_was_on_a_node_that_is_gone_moves_to_another_node()
    {
        var pending = Pod("c-c") with { UnschedulableSince = Now.AddMinutes(-2) };
        var observed = Down().WithClaims(_claims).WithPod(pending) with { ClaimDetails = [new ClaimFacts { Name = "c-c", IsNodeGone = true }] };
        Replaced(observed);
        Assert.IsType<Wait>(Next(observed with { ClaimDetails = [new ClaimFacts { Name = "c-c", IsNodeGone = false }] }));
        Assert.IsType<Wait>(Next(observed with { ClaimDetails = [new ClaimFacts { Name = "c-c", IsNodeGone = null }] }));
        Assert.IsType<Wait>(Next(observed.WithPod(pending with { UnschedulableSince = Now.AddSeconds(-59) })));
    }

    [Fact]
    public void Crashes_for_lack_of_memory_or_with_options_nobody_else_runs_replace_nobody()
    {
        var crashing = Pod("c-c") with { IsCrashLooping = true, Applied = new AppliedSpec("x", "r") };
        var observed = Down(TimeSpan.FromMinutes(6)).WithClaims(_claims).WithPod(Pod("c-a") with { Applied = crashing.Applied }).WithPod(crashing);
        Replaced(observed);
        Assert.IsType<Wait>(Next(observed.WithPod(crashing with { IsOutOfMemory = true })));
        Assert.IsType<Wait>(Next(observed.WithPod(crashing with { Applied = new AppliedSpec("other", "r") })));
    }

    [Fact]
    public void M9_no_member_is_replaced_at_the_price_of_the_quorum()
    {
        var observed = Formed(Voter("c-a", isLeader: true), Voter("c-b").Down(), Voter("c-c").Down()).WithoutPod("c-c");
        Assert.IsType<Wait>(RepairRules.Replace(observed, observed.Membership!, observed.Membership!.Find("c-c")!, "test"));
    }

    [Fact]
    public void M12_the_only_voter_is_never_replaced()
    {
        var observed = Formed(Voter("c-a", isLeader: true));
        Assert.IsType<Wait>(RepairRules.Replace(observed, observed.Membership!, observed.Membership!.Members[0], "test"));
    }

    [Fact]
    public void U1_a_leader_that_answers_hands_over_before_it_is_replaced()
    {
        var observed = Three();
        Assert.IsType<MoveLeader>(RepairRules.Replace(observed, observed.Membership!, observed.Membership!.Leader!, "corrupt"));
        Assert.IsType<RemoveMember>(RepairRules.Replace(observed, observed.Membership!, observed.Membership!.Find("c-b")!, "corrupt"));
    }

    [Fact]
    public void A_learner_that_does_not_catch_up_is_replaced()
    {
        var late = Learner("c-d") with { AppliedIndex = 10, HealthySince = Now.AddMinutes(-11) };
        var observed = Formed(Voter("c-a", isLeader: true), Voter("c-b"), late);
        Assert.Equal("c-d", Assert.IsType<RemoveMember>(Next(observed)).Name);
        Assert.IsType<Wait>(Next(Formed(Voter("c-a", isLeader: true), Voter("c-b"), late with { HealthySince = Now.AddMinutes(-9) })));
    }

    [Fact]
    public void A_learner_that_crashes_with_options_of_its_own_stays_until_they_change()
    {
        var pod = Pod("c-d") with { IsCrashLooping = true, Applied = new AppliedSpec("new", "r") };
        var observed = Formed(Voter("c-a", isLeader: true), Learner("c-d").NeverStarted() with { UnhealthySince = Now.AddMinutes(-5) }).WithPod(pod);
        Assert.IsType<Wait>(Next(observed, Desired(size: 2)));
        Assert.Equal("c-d", Assert.IsType<RemoveMember>(Next(observed.WithPod(pod with { Applied = null }), Desired(size: 2))).Name);
    }

    [Fact]
    public void The_third_replacement_in_a_row_waits_and_each_one_after_it_waits_longer()
    {
        RepairFacts? repairs = null;
        var now = Now;
        List<TimeSpan> pauses = [];
        foreach (var member in new[] { "c-1", "c-2", "c-3", "c-4", "c-5" })
        {
            repairs = RepairRules.After(repairs, member, now);
            pauses.Add(repairs.NextTime - repairs.LastTime);
            now = repairs.NextTime;
        }

        Assert.Equal([0, 0, 15, 30, 60], pauses.Select(pause => pause.TotalSeconds));
    }

    [Fact]
    public void A_replacement_that_is_tried_again_is_not_counted_again()
    {
        var repairs = RepairRules.After(null, "c-1", Now);
        Assert.Equal(repairs, RepairRules.After(repairs, "c-1", Now.AddMinutes(1)));
    }

    [Fact]
    public void After_a_quiet_time_repairs_begin_anew()
    {
        var repairs = new RepairFacts(5, "c-1", Now.AddHours(-1), Now.AddMinutes(-50));
        Assert.Equal(1, RepairRules.After(repairs, "c-2", Now).Count);
        Assert.Equal(6, RepairRules.After(repairs with { LastTime = Now.AddMinutes(-10) }, "c-2", Now).Count);
    }

    [Fact]
    public void In_the_back_off_a_lost_member_waits_and_the_one_that_is_being_replaced_does_not()
    {
        var observed = Down().WithoutPod("c-c") with { Repairs = new RepairFacts(3, "c-x", Now.AddSeconds(-5), Now.AddSeconds(10)) };
        Assert.Contains("in a row", Assert.IsType<Wait>(Next(observed)).Reason, StringComparison.Ordinal);
        Replaced(observed with { Repairs = observed.Repairs with { Member = "c-c" } });
        Replaced(observed with { Repairs = observed.Repairs with { NextTime = Now } });
    }

    [Fact]
    public void Members_that_crash_again_and_again_are_left_to_people()
    {
        var observed = Down(TimeSpan.FromMinutes(6)).WithClaims(_claims).WithPod(Pod("c-c") with { IsCrashLooping = true }) with
        { Repairs = new RepairFacts(3, "c-x", Now.AddMinutes(-5), Now.AddMinutes(-4)) };
        Assert.Contains("keeps failing", Assert.IsType<Wait>(Next(observed)).Reason, StringComparison.Ordinal);
        Replaced(observed with { Repairs = observed.Repairs with { Count = 2 } });
    }

    [Fact]
    public void A_lost_member_that_may_go_now_goes_before_one_that_has_to_wait()
    {
        var observed = Formed(Voter("c-a", isLeader: true), Voter("c-b"), Voter("c-c"), Voter("c-d").Down(TimeSpan.FromMinutes(6)), Voter("c-e").Down())
            .WithClaims("c-d").WithPod(Pod("c-d") with { IsCrashLooping = true }).WithoutPod("c-e") with
        { Repairs = new RepairFacts(3, "c-x", Now.AddMinutes(-5), Now.AddMinutes(-4)) };
        Assert.Equal("c-e", Assert.IsType<RemoveMember>(Next(observed, Desired(size: 5))).Name);
    }

    [Theory]
    [InlineData("3.5.30", true)]
    [InlineData("3.6.11", true)]
    [InlineData("3.5.29", false)]
    [InlineData("3.6.10", false)]
    public void M8_a_member_that_is_down_does_not_keep_a_successor_out_where_etcd_counts_majorities(string version, bool mayAdd)
    {
        var running = EtcdVersion.TryParse(version, out var parsed) ? parsed : default;
        var observed = Formed(
            Voter("c-a", isLeader: true) with { ServerVersion = running }, Voter("c-b"), Voter("c-c"), Voter("c-d").Down(TimeSpan.FromMinutes(2))).WithClaims("c-d");
        Assert.Equal(mayAdd, Next(observed, Desired(size: 5)) is AddMember);

        var recent = Formed(Voter("c-a", isLeader: true) with { ServerVersion = running }, Voter("c-b"), Voter("c-c"), Voter("c-d").Down()).WithClaims("c-d");
        Assert.IsType<Wait>(Next(recent, Desired(size: 5)));
    }

    private static EtcdObserved Down(TimeSpan? since = null) => Formed(Voter("c-a", isLeader: true), Voter("c-b"), Voter("c-c").Down(since));

    private static EtcdAction Next(EtcdObserved observed, EtcdDesired? desired = null) => EtcdPlanner.NextAction(desired ?? Desired(), observed);

    private static RemoveMember Replaced(EtcdObserved observed)
    {
        var removal = Assert.IsType<RemoveMember>(Next(observed));
        Assert.Equal(("c-c", true), (removal.Name, removal.IsDead));
        return removal;
    }
}
