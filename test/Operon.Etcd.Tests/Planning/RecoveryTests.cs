using Operon.Etcd.Api;
using Operon.Etcd.Planning;
using Xunit;
using static Operon.Etcd.Tests.Planning.Facts;

namespace Operon.Etcd.Tests.Planning;

/// <summary>The recovery from a quorum that is lost for good, step by step.</summary>
public sealed class RecoveryTests
{
    private static readonly RecoveryStatus _choosing = new() { Phase = RecoveryPhase.Choosing, Request = "auto", StartedAt = Now.AddMinutes(-2).UtcDateTime };
    private static readonly RecoveryStatus _fencing = _choosing with { Phase = RecoveryPhase.Fencing, Survivor = "c-a", SurvivorIndex = 40, SurvivorRevision = 9 };
    private static readonly RecoveryStatus _forcing = _fencing with { Phase = RecoveryPhase.Forcing, Count = 1 };
    private static readonly RecoveryStatus _restarting = _forcing with { Phase = RecoveryPhase.Restarting };

    [Fact]
    public void D1_a_lost_quorum_without_a_request_is_only_reported() => Assert.IsType<ReportQuorumLost>(Plan(Lost()));

    [Fact]
    public void A_request_is_written_down_before_anything_is_done()
    {
        var action = Assert.IsType<RecordRecovery>(Plan(Lost("auto")));
        Assert.Equal((RecoveryPhase.Choosing, "auto", "7"), (action.Status.Phase, action.Status.Request, action.Status.OldClusterId));
    }

    [Fact]
    public void A_request_is_refused_once_while_there_is_a_quorum_and_never_carried_out_later()
    {
        var healthy = Three().WithClaims("c-a", "c-b", "c-c") with { Recovery = new RecoveryFacts { Request = RecoveryRequest.Parse("auto") } };
        var refusal = Assert.IsType<RefuseRecovery>(Plan(healthy));
        Assert.Equal("auto", refusal.Status.Request);
        Assert.IsType<Settled>(Plan(healthy with { Recovery = healthy.Recovery with { Status = refusal.Status } }));
        Assert.IsType<ReportQuorumLost>(Plan(Lost("auto", refusal.Status)));
    }

    [Theory]
    [InlineData("auto@8", "this one is 7")]
    [InlineData("auto@nonsense", "not a cluster ID")]
    [InlineData("@7", "names no member")]
    [InlineData("c-x", "has no claim")]
    public void A_request_that_does_not_fit_is_refused_with_the_reason(string request, string reason) =>
        Assert.Contains(reason, Assert.IsType<RefuseRecovery>(Plan(Lost(request))).Reason, StringComparison.Ordinal);

    [Fact]
    public void Members_that_keep_data_in_their_pods_are_never_started_over()
    {
        var refusal = Assert.IsType<RefuseRecovery>(Plan(Lost("auto").WithClaims()));
        Assert.Contains("restore the cluster", refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void D2_the_survivor_is_the_one_with_the_highest_committed_index_not_with_the_highest_term()
    {
        var chosen = Assert.IsType<ChooseSurvivor>(Plan(Lost("auto", _choosing, Report("c-a", index: 40, term: 3), Report("c-b", index: 38, term: 9), Report("c-c", index: 39, term: 3)))).Chosen;
        Assert.Equal((RecoveryPhase.Fencing, "c-a", 40UL, 3UL), (chosen.Phase, chosen.Survivor, chosen.SurvivorIndex, chosen.SurvivorTerm));
    }

    [Fact]
    public void Members_whose_data_may_still_be_there_are_brought_up_and_waited_for_before_the_choice()
    {
        var early = _choosing with { StartedAt = Now.AddSeconds(-20).UtcDateTime };
        Assert.IsType<CreateMemberPod>(Plan(Lost("auto", early, Report("c-a", 40)).WithoutPod("c-b")));
        Assert.Contains("c-b", Assert.IsType<AwaitRecovery>(Plan(Lost("auto", early, Report("c-a", 40), Report("c-c", 41)))).Reason, StringComparison.Ordinal);
        Assert.Equal("c-c", Assert.IsType<ChooseSurvivor>(Plan(Lost("auto", _choosing, Report("c-a", 40), Report("c-c", 41)))).Chosen.Survivor);
    }

    [Fact]
    public void Nobody_is_chosen_who_does_not_say_how_far_it_is()
    {
        Assert.IsType<AwaitRecovery>(Plan(Lost("auto", _choosing)));
        Assert.IsType<AwaitRecovery>(Plan(Lost("c-b", _choosing with { Request = "c-b", Survivor = "c-b" }, Report("c-a", 40))));
    }

    [Fact]
    public void A_learner_and_a_member_of_another_cluster_are_no_survivors()
    {
        var lost = Lost("auto", _choosing, Report("c-a", 40), Report("c-b", 50) with { IsLearner = true }, Report("c-c", 60) with { ClusterId = 8 });
        Assert.Equal("c-a", Assert.IsType<ChooseSurvivor>(Plan(lost)).Chosen.Survivor);
    }

    [Fact]
    public void Members_that_follow_a_leader_have_a_quorum_even_if_the_operator_cannot_read_from_it() =>
        Assert.Contains("follows a leader", Assert.IsType<AwaitRecovery>(Plan(Lost("auto", _choosing, Report("c-a", 40) with { HasLeader = true }))).Reason, StringComparison.Ordinal);

    [Fact]
    public void A_quorum_that_comes_back_calls_the_recovery_off()
    {
        var back = Three().WithClaims("c-a", "c-b", "c-c") with { Recovery = new RecoveryFacts { Request = RecoveryRequest.Parse("auto"), Status = _choosing } };
        Assert.Equal(RecoveryPhase.Cancelled, Assert.IsType<RecordRecovery>(Plan(back)).Status.Phase);
    }

    [Fact]
    public void An_annotation_taken_away_in_time_calls_the_recovery_off() =>
        Assert.Equal(RecoveryPhase.Cancelled, Assert.IsType<RecordRecovery>(Plan(Lost(null, _choosing, Report("c-a", 40)))).Status.Phase);

    [Fact]
    public void D2_claims_are_fenced_then_pods_stopped_then_the_survivor_and_only_then_it_starts_over()
    {
        var state = Lost("auto", _fencing);
        Assert.Equal("c-b", Assert.IsType<FenceClaim>(Plan(state)).Name);
        state = state.WithClaims("c-a", "c-c");
        Assert.Equal("c-c", Assert.IsType<FenceClaim>(Plan(state)).Name);
        state = state.WithClaims("c-a");
        Assert.Equal("c-b", Assert.IsType<FencePod>(Plan(state)).Name);
        state = state.WithoutPod("c-b").WithoutPod("c-c");
        Assert.Equal("c-a", Assert.IsType<FencePod>(Plan(state)).Name);
        state = state.WithoutPod("c-a");
        var record = Assert.IsType<RecordRecovery>(Plan(state));
        Assert.Equal((RecoveryPhase.Forcing, 1, true), (record.Status.Phase, record.Status.Count, record.Status.DataLossPossible));
        Assert.Equal("c-a", Assert.IsType<ForceNewCluster>(Plan(state with { Recovery = state.Recovery! with { Status = record.Status } })).Name);
    }

    [Fact]
    public void D2_a_terminating_pod_is_not_gone_and_the_wait_names_its_node()
    {
        var state = Lost("auto", _fencing).WithClaims("c-a").WithPod(Pod("c-b") with { IsDeleting = true, Node = "node-2" }).WithoutPod("c-c");
        Assert.Contains("node-2", Assert.IsType<AwaitRecovery>(Plan(state)).Reason, StringComparison.Ordinal);

        var forced = state with { Recovery = state.Recovery! with { Request = RecoveryRequest.Parse("auto,force") } };
        Assert.True(Assert.IsType<FencePod>(Plan(forced)).IsForced);
    }

    [Fact]
    public void The_flag_goes_only_after_the_survivor_serves_alone()
    {
        var starting = Lost("auto", _forcing).WithClaims("c-a") with { Pods = [Pod("c-a") with { StartsOver = true }], Membership = null };
        Assert.IsType<AwaitRecovery>(Plan(starting));
        var serving = starting with { Membership = new MembershipFacts { ClusterId = 7, IsConfirmed = true, Members = [Voter("c-a", isLeader: true)] }, UnconfirmedSince = null };
        Assert.IsType<VerifySurvivor>(Plan(serving));
        var crowded = serving with { Membership = serving.Membership with { Members = [Voter("c-a", isLeader: true), Voter("c-b").Down()] } };
        Assert.IsType<AwaitRecovery>(Plan(crowded));
        var taught = serving with { Membership = serving.Membership with { Members = [Voter("c-a", isLeader: true), Learner("c-l").Down()] } };
        Assert.Equal("c-l", Assert.IsType<RemoveMember>(Plan(taught)).Name);

        var verified = serving with { Recovery = serving.Recovery! with { Status = _restarting } };
        Assert.Equal("c-a", Assert.IsType<FencePod>(Plan(verified)).Name);
        verified = verified with { Pods = [], Membership = null, UnconfirmedSince = Now };
        Assert.True(Assert.IsType<CreateMemberPod>(Plan(verified)).MustKeepData);
        verified = verified with { Pods = [Pod("c-a")], Membership = serving.Membership, UnconfirmedSince = null };
        Assert.Equal(RecoveryPhase.Growing, Assert.IsType<RecordRecovery>(Plan(verified)).Status.Phase);
    }

    [Fact]
    public void A_start_that_failed_is_tried_again_after_a_while()
    {
        var failed = Lost("auto", _forcing).WithClaims("c-a") with { Membership = null, Pods = [Pod("c-a") with { StartsOver = true, IsFinished = true, CreatedAt = Now }] };
        Assert.IsType<AwaitRecovery>(Plan(failed));
        Assert.IsType<FencePod>(Plan(failed with { Now = Now.AddMinutes(1) }));
    }

    [Fact]
    public void A_survivor_that_lost_data_stops_everything() =>
        Assert.IsType<AwaitRecovery>(Plan(Lost("auto", _fencing with { Phase = RecoveryPhase.Failed, Message = "differs" }).WithClaims("c-a") with { Pods = [Pod("c-a")] }));

    [Fact]
    public void Then_the_cluster_grows_by_learners_and_the_recovery_ends_when_it_has_its_size()
    {
        var growing = _restarting with { Phase = RecoveryPhase.Growing };
        var one = Formed(Voter("c-a", isLeader: true)).WithClaims("c-a") with { Recovery = new RecoveryFacts { Request = RecoveryRequest.Parse("auto"), Status = growing } };
        Assert.True(Assert.IsType<AddMember>(Plan(one)).AsLearner);
        var three = Three().WithClaims("c-a", "c-b", "c-c") with { Recovery = one.Recovery };
        Assert.Equal(RecoveryPhase.Completed, Assert.IsType<RecordRecovery>(Plan(three)).Status.Phase);
    }

    [Fact]
    public void Outside_of_a_recovery_no_pod_keeps_the_flag()
    {
        var stray = Formed(Voter("c-a", isLeader: true)).WithClaims("c-a").WithPod(Pod("c-a") with { StartsOver = true });
        Assert.Equal("c-a", Assert.IsType<DeletePod>(EtcdPlanner.NextAction(Desired(1), stray with { Recovery = new RecoveryFacts() })).Name);
    }

    [Fact]
    public void A_policy_acts_only_after_its_time_and_only_when_the_data_of_a_majority_is_gone()
    {
        var lost = Lost().WithClaims("c-a").WithoutPod("c-b").WithoutPod("c-c");
        var policy = lost with { Recovery = new RecoveryFacts { AutomaticAfter = TimeSpan.FromMinutes(10), LostSince = Now.AddMinutes(-11) } };
        Assert.Equal(RecoveryPhase.Choosing, Assert.IsType<RecordRecovery>(Plan(policy)).Status.Phase);

        Assert.IsType<ReportQuorumLost>(Plan(lost));
        Assert.IsType<ReportQuorumLost>(Plan(policy with { Recovery = policy.Recovery with { LostSince = Now.AddMinutes(-9) } }));
        Assert.IsType<CreateMemberPod>(Plan(policy.WithClaims("c-a", "c-b")));
        Assert.IsType<ReportQuorumLost>(Plan(policy.WithClaims("c-a", "c-b").WithPod(Pod("c-b"))));
        Assert.IsType<ReportQuorumLost>(Plan(policy.WithClaims()));
    }

    [Fact]
    public void A_paused_cluster_is_left_alone_in_the_middle_of_a_recovery() =>
        Assert.IsType<StayPaused>(EtcdPlanner.NextAction(Desired() with { IsPaused = true }, Lost("auto", _fencing)));

    private static EtcdAction Plan(EtcdObserved observed) => EtcdPlanner.NextAction(Desired(), observed);

    // Three members with claims and pods; none of them can elect a leader.
    private static EtcdObserved Lost(string? request = null, RecoveryStatus? status = null, params MemberReport[] reports) =>
        Formed(Voter("c-a").Down(), Voter("c-b").Down(), Voter("c-c").Down()).WithClaims("c-a", "c-b", "c-c").WithoutQuorum() with
        {
            Recovery = new RecoveryFacts { Request = request is null ? null : RecoveryRequest.Parse(request), Status = status, Reports = reports, LostSince = Now.AddMinutes(-1) },
        };

    private static MemberReport Report(string name, ulong index, ulong term = 3) =>
        new() { Name = name, ClusterId = 7, CommittedIndex = index, RaftTerm = term, Revision = 9 };
}
