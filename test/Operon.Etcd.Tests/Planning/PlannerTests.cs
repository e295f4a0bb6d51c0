using Operon.Etcd.Planning;
using Xunit;
using static Operon.Etcd.Tests.Planning.Facts;

namespace Operon.Etcd.Tests.Planning;

public sealed class PlannerTests
{
    private static readonly EtcdObserved _nothing = new() { Now = Now, HasServices = true };

    [Fact]
    public void A_paused_cluster_is_left_alone_even_with_a_dead_member()
    {
        var observed = Formed(Voter("c-a", isLeader: true), Voter("c-b"), Voter("c-c").Down()).WithoutPod("c-c");
        Assert.IsType<StayPaused>(EtcdPlanner.NextAction(Desired() with { IsPaused = true }, observed));
    }

    [Fact]
    public void A_paused_cluster_without_quorum_is_left_alone_and_reported()
    {
        var observed = Three().WithoutQuorum();
        Assert.NotNull(Assert.IsType<StayPaused>(EtcdPlanner.NextAction(Desired() with { IsPaused = true }, observed)).Loss);
    }

    [Fact]
    public void Services_come_first() =>
        Assert.IsType<CreateServices>(EtcdPlanner.NextAction(Desired(), _nothing with { HasServices = false }));

    [Fact]
    public void A_settled_cluster_stays_settled() => Assert.IsType<Settled>(EtcdPlanner.NextAction(Desired(), Three()));

    [Fact]
    public void B2_the_first_pod_has_the_name_that_is_the_same_each_time()
    {
        var action = Assert.IsType<CreateSeedPod>(EtcdPlanner.NextAction(Desired(), _nothing));
        Assert.Equal("c-seed", action.Name);
    }

    [Fact]
    public void B2_the_cluster_id_is_recorded_before_the_cluster_grows()
    {
        var seed = Formed(Voter("c-seed", isLeader: true)) with { HasFormed = false, RecordedClusterId = null };
        Assert.Equal(7UL, Assert.IsType<RecordClusterId>(EtcdPlanner.NextAction(Desired(), seed)).ClusterId);
    }

    [Fact]
    public void B2_a_seed_loses_the_leave_to_found_a_cluster_before_the_cluster_grows()
    {
        var seed = Facts.Formed(Facts.Voter("c-a", isLeader: true)).WithPod(Facts.Pod("c-a") with { MayFound = true });
        Assert.Equal(new SealSeed("c-a"), EtcdPlanner.NextAction(Facts.Desired(), seed));
        Assert.IsType<RecordClusterId>(EtcdPlanner.NextAction(Facts.Desired(), seed with { RecordedClusterId = null }));
        Assert.IsType<AddMember>(EtcdPlanner.NextAction(Facts.Desired(), seed.WithPod(Facts.Pod("c-a"))));
    }

    [Fact]
    public void B2_a_formed_cluster_without_pods_never_gets_a_second_seed()
    {
        var gone = _nothing with { HasFormed = true, RecordedClusterId = 7, UnconfirmedSince = Now.AddMinutes(-1), LastKnownMembers = [new("c-a", Running)] };
        Assert.IsType<ReportQuorumLost>(EtcdPlanner.NextAction(Desired(), gone));
    }

    [Fact]
    public void A_seed_with_a_mistyped_version_is_made_again()
    {
        var seed = _nothing with { Pods = [Pod("c-seed", new EtcdVersion(3, 5, 99))] };
        Assert.IsType<DeletePod>(EtcdPlanner.NextAction(Desired(), seed));
    }

    [Fact]
    public void M3_a_new_member_is_a_learner_where_etcd_has_learners()
    {
        var add = Assert.IsType<AddMember>(EtcdPlanner.NextAction(Desired(), Formed(Voter("c-a", isLeader: true))));
        Assert.True(add.AsLearner);
        Assert.Equal("c-next", add.Name);
    }

    [Fact]
    public void M3_the_version_etcd_reports_decides_about_learners_not_the_one_that_was_asked_for()
    {
        var asked = new EtcdVersion(3, 2, 13);
        var observed = Formed(Voter("c-a", isLeader: true) with { ServerVersion = new EtcdVersion(3, 4, 23) }) with { CurrentVersion = asked };
        observed = observed.WithPod(Pod("c-a", asked));
        Assert.True(Assert.IsType<AddMember>(EtcdPlanner.NextAction(Desired(version: asked), observed)).AsLearner);
    }

    [Fact]
    public void M3_members_before_learners_existed_get_a_voter()
    {
        var observed = Formed(Voter("c-a", isLeader: true) with { ServerVersion = new EtcdVersion(3, 3, 27) });
        Assert.False(Assert.IsType<AddMember>(EtcdPlanner.NextAction(Desired(), observed)).AsLearner);
    }

    [Fact]
    public void M8_the_next_member_waits_until_all_have_been_healthy_for_five_seconds()
    {
        var observed = Formed(Voter("c-a", isLeader: true), Voter("c-b") with { HealthySince = Now.AddSeconds(-2) });
        var wait = Assert.IsType<Wait>(EtcdPlanner.NextAction(Desired(), observed));
        Assert.Equal(TimeSpan.FromSeconds(3), wait.Delay);
    }

    [Fact]
    public void M1_no_member_is_added_while_one_is_unhealthy()
    {
        var observed = Formed(Voter("c-a", isLeader: true), Voter("c-b"), Voter("c-c").Down());
        Assert.IsType<Wait>(EtcdPlanner.NextAction(Desired(size: 5), observed));
    }

    [Fact]
    public void M13_a_member_that_was_added_before_a_crash_gets_its_pod()
    {
        var observed = Formed(Voter("c-a", isLeader: true), Learner("c-b").NeverStarted()).WithoutPod("c-b");
        var pod = Assert.IsType<CreateMemberPod>(EtcdPlanner.NextAction(Desired(), observed));
        Assert.Equal("c-b", pod.Name);
        Assert.False(pod.MustKeepData);
    }

    [Fact]
    public void M4_a_learner_in_sync_is_promoted() =>
        Assert.IsType<PromoteLearner>(EtcdPlanner.NextAction(Desired(), Formed(Voter("c-a", isLeader: true), Learner("c-b"))));

    [Fact]
    public void M4_a_learner_far_behind_is_waited_for()
    {
        var observed = Formed(Voter("c-a", isLeader: true), Learner("c-b") with { AppliedIndex = 50 });
        Assert.IsType<Wait>(EtcdPlanner.NextAction(Desired(), observed));
    }

    [Fact]
    public void M5_no_second_member_is_added_beside_a_learner_that_starts()
    {
        var observed = Formed(Voter("c-a", isLeader: true), Learner("c-b").NeverStarted());
        Assert.IsType<Wait>(EtcdPlanner.NextAction(Desired(size: 5), observed));
    }

    [Fact]
    public void A_learner_that_is_no_longer_wanted_is_taken_back()
    {
        var observed = Formed(Voter("c-a", isLeader: true), Learner("c-b").NeverStarted());
        Assert.Equal("c-b", Assert.IsType<RemoveMember>(EtcdPlanner.NextAction(Desired(size: 1), observed)).Name);
    }

    [Fact]
    public void A_learner_that_cannot_start_does_not_hold_up_the_healing_of_a_dead_voter()
    {
        var observed = Formed(Voter("c-a", isLeader: true), Voter("c-b"), Voter("c-c").Down(), Learner("c-d").NeverStarted()).WithoutPod("c-c");
        var remove = Assert.IsType<RemoveMember>(EtcdPlanner.NextAction(Desired(size: 5), observed));
        Assert.Equal("c-d", remove.Name);
        Assert.False(remove.IsDead);
    }

    [Fact]
    public void M7_a_dead_member_is_removed_before_its_replacement_is_added()
    {
        var observed = Formed(Voter("c-a", isLeader: true), Voter("c-b"), Voter("c-c").Down()).WithoutPod("c-c");
        var remove = Assert.IsType<RemoveMember>(EtcdPlanner.NextAction(Desired(), observed));
        Assert.Equal("c-c", remove.Name);
        Assert.True(remove.IsDead);
    }

    [Fact]
    public void B6_a_lost_pod_whose_claim_is_there_comes_back_as_the_same_member()
    {
        var observed = Formed(Voter("c-a", isLeader: true), Voter("c-b"), Voter("c-c").Down()).WithoutPod("c-c").WithClaims("c-a", "c-b", "c-c");
        var pod = Assert.IsType<CreateMemberPod>(EtcdPlanner.NextAction(Desired(), observed));
        Assert.Equal("c-c", pod.Name);
        Assert.True(pod.MustKeepData);
    }

    [Fact]
    public void B6_a_failed_pod_whose_claim_is_there_is_made_again()
    {
        var observed = Formed(Voter("c-a", isLeader: true), Voter("c-b"), Voter("c-c").Down())
            .WithPod(Pod("c-c") with { IsFinished = true }).WithClaims("c-a", "c-b", "c-c");
        Assert.Equal("c-c", Assert.IsType<DeletePod>(EtcdPlanner.NextAction(Desired(), observed)).Name);
    }

    [Fact]
    public void B6_a_failed_pod_with_an_emptyDir_means_a_dead_member()
    {
        var observed = Formed(Voter("c-a", isLeader: true), Voter("c-b"), Voter("c-c").Down()).WithPod(Pod("c-c") with { IsFinished = true });
        Assert.Equal("c-c", Assert.IsType<RemoveMember>(EtcdPlanner.NextAction(Desired(), observed)).Name);
    }

    [Fact]
    public void A_member_that_restarts_in_place_is_waited_for()
    {
        var observed = Formed(Voter("c-a", isLeader: true), Voter("c-b"), Voter("c-c").Down());
        Assert.IsType<Wait>(EtcdPlanner.NextAction(Desired(), observed));
    }

    [Fact]
    public void A_member_that_only_crashes_for_minutes_is_replaced()
    {
        var observed = Formed(Voter("c-a", isLeader: true), Voter("c-b"), Voter("c-c").Down(TimeSpan.FromMinutes(6)))
            .WithPod(Pod("c-c") with { IsCrashLooping = true });
        Assert.Equal("c-c", Assert.IsType<RemoveMember>(EtcdPlanner.NextAction(Desired(), observed)).Name);
    }

    [Fact]
    public void M11_a_pod_goes_only_after_its_member_and_its_claim_after_the_pod()
    {
        var leftover = Three().WithPod(Pod("c-x")).WithClaims("c-x");
        Assert.Equal("c-x", Assert.IsType<DeletePod>(EtcdPlanner.NextAction(Desired(), leftover)).Name);
        Assert.Equal("c-x", Assert.IsType<DeletePvc>(EtcdPlanner.NextAction(Desired(), leftover.WithoutPod("c-x"))).Name);
    }

    [Fact]
    public void M14_an_unconfirmed_member_list_never_costs_a_pod()
    {
        var observed = Three().WithPod(Pod("c-x")).WithoutQuorum();
        Assert.IsType<ReportQuorumLost>(EtcdPlanner.NextAction(Desired(), observed));
    }

    [Fact]
    public void Scaling_in_takes_a_follower_and_the_newest_one()
    {
        var observed = Three().WithPod(Pod("c-b") with { CreatedAt = Now.AddMinutes(-1) });
        Assert.Equal("c-b", Assert.IsType<RemoveMember>(EtcdPlanner.NextAction(Desired(size: 1), observed)).Name);
    }

    [Fact]
    public void Scaling_in_prefers_an_unhealthy_member()
    {
        var observed = Formed(Voter("c-a", isLeader: true), Voter("c-b"), Voter("c-c").Down());
        Assert.Equal("c-c", Assert.IsType<RemoveMember>(EtcdPlanner.NextAction(Desired(size: 1), observed)).Name);
    }

    [Fact]
    public void M9_a_healthy_member_is_not_removed_while_the_cluster_is_not_quiet()
    {
        var observed = Formed(Voter("c-a", isLeader: true), Voter("c-b"), Voter("c-c") with { HealthySince = Now.AddSeconds(-1) });
        Assert.IsType<Wait>(EtcdPlanner.NextAction(Desired(size: 1), observed));
    }

    [Theory]
    [InlineData(3, 3, true)]
    [InlineData(3, 2, false)]
    [InlineData(2, 2, true)]
    [InlineData(1, 1, false)]
    [InlineData(5, 4, true)]
    [InlineData(5, 3, false)]
    public void M9_a_removal_must_leave_a_majority(int voters, int healthy, bool allowed) =>
        Assert.Equal(allowed, Quorum.SurvivesRemovalOfHealthy(voters, healthy));

    [Fact]
    public void D1_without_quorum_nothing_happens_to_the_membership()
    {
        var observed = Formed(Voter("c-a").Down(), Voter("c-b").Down(), Voter("c-c").Down()).WithoutPod("c-b").WithoutPod("c-c").WithoutQuorum();
        var report = Assert.IsType<ReportQuorumLost>(EtcdPlanner.NextAction(Desired(), observed));
        Assert.Equal((0, 3), (report.HealthyVoters, report.Voters));
    }

    [Fact]
    public void D1_without_quorum_pods_whose_claims_are_there_still_come_back()
    {
        var observed = Formed(Voter("c-a").Down(), Voter("c-b").Down(), Voter("c-c").Down())
            .WithoutPod("c-b").WithoutPod("c-c").WithoutQuorum().WithClaims("c-a", "c-b", "c-c") with
        { Membership = null };
        Assert.IsType<CreateMemberPod>(EtcdPlanner.NextAction(Desired(), observed));
    }

    [Fact]
    public void An_election_is_not_reported_as_lost_quorum() =>
        Assert.IsType<Wait>(EtcdPlanner.NextAction(Desired(), Three().WithoutQuorum(TimeSpan.FromSeconds(1))));

    [Fact]
    public void M15_a_member_of_another_cluster_stops_everything()
    {
        var observed = Three() with { ForeignMembers = ["c-c"] };
        Assert.Contains("c-c", Assert.IsType<ReportForeignMember>(EtcdPlanner.NextAction(Desired(size: 5), observed)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void M15_another_cluster_id_than_the_recorded_one_stops_everything() =>
        Assert.IsType<ReportForeignMember>(EtcdPlanner.NextAction(Desired(size: 5), Three() with { RecordedClusterId = 8 }));
}
