using Operon.Etcd.Planning;
using Xunit;
using static Operon.Etcd.Tests.Planning.Facts;

namespace Operon.Etcd.Tests.Planning;

/// <summary>How options and pod fields reach members that run.</summary>
public sealed class ConfigTests
{
    private static readonly AppliedSpec _old = new("old", "etcd");
    private static readonly AppliedSpec _new = new("new", "etcd");
    private static readonly EtcdDesired _desired = Desired() with { Config = "new", Repository = "etcd" };

    [Fact]
    public void Row_28_pods_of_an_operator_that_wrote_nothing_down_are_taken_as_they_are()
    {
        var observed = Three().WithClaims("c-a", "c-b", "c-c");
        Assert.IsType<PatchPod>(Next(observed));
        Assert.IsType<Settled>(Next(All(observed, _new)));
    }

    [Fact]
    public void Labels_and_annotations_are_changed_in_place()
    {
        var observed = All(Three().WithClaims("c-a", "c-b", "c-c"), _new);
        Assert.Equal("c-b", Assert.IsType<PatchPod>(Next(observed.WithPod(Pod("c-b") with { Applied = _new with { HasMetadata = false } }))).Name);
    }

    [Fact]
    public void U1_pods_are_made_anew_one_by_one_and_the_leader_last_after_a_move()
    {
        var observed = All(Three().WithClaims("c-a", "c-b", "c-c"), _old);
        Assert.Equal("c-b", Assert.IsType<RecreatePod>(Next(observed)).Name);
        observed = observed.WithPod(Pod("c-b") with { Applied = _new });
        Assert.Equal("c-c", Assert.IsType<RecreatePod>(Next(observed)).Name);
        observed = observed.WithPod(Pod("c-c") with { Applied = _new });
        Assert.Equal("c-a", Assert.IsType<MoveLeader>(Next(observed)).LeaderName);
    }

    [Fact]
    public void U2_the_next_pod_waits_until_all_members_are_healthy()
    {
        var observed = All(Formed(Voter("c-a", isLeader: true), Voter("c-b").Down(), Voter("c-c")).WithClaims("c-a", "c-b", "c-c"), _old);
        Assert.IsType<Wait>(Next(observed.WithPod(Pod("c-b") with { Applied = _new })));
        observed = All(Three().WithClaims("c-a", "c-b", "c-c"), _old).WithPod(Pod("c-b") with { Applied = _new, IsDeleting = true });
        Assert.IsType<Wait>(Next(observed));
    }

    [Fact]
    public void A_member_that_is_down_takes_up_the_spec_first_even_without_quorum()
    {
        var observed = All(Formed(Voter("c-a").Down(TimeSpan.FromMinutes(1))).WithClaims("c-a"), _old).WithoutQuorum();
        Assert.Equal("c-a", Assert.IsType<RecreatePod>(Next(observed)).Name);
    }

    [Fact]
    public void A_member_the_kubelet_finds_ready_is_not_down()
    {
        var observed = All(Formed(Voter("c-a").Down(TimeSpan.FromMinutes(1))).WithClaims("c-a"), _old).WithoutQuorum();
        Assert.IsType<ReportQuorumLost>(Next(observed.WithPod(Pod("c-a") with { Applied = _old, IsReady = true })));
    }

    [Fact]
    public void A_bad_option_stops_at_the_first_member_and_taking_it_back_makes_that_pod_again()
    {
        var stopped = All(Formed(Voter("c-a", isLeader: true), Voter("c-b").Down(TimeSpan.FromMinutes(1)), Voter("c-c")).WithClaims("c-a", "c-b", "c-c"), _old)
            .WithPod(Pod("c-b") with { Applied = _new, IsCrashLooping = true, Problem = "flag provided but not defined" });
        Assert.Contains("flag provided", Assert.IsType<Wait>(Next(stopped)).Reason, StringComparison.Ordinal);
        Assert.Equal("c-b", Assert.IsType<RecreatePod>(Next(stopped, _desired with { Config = "old" })).Name);
    }

    [Fact]
    public void Another_repository_restarts_containers_in_place()
    {
        var observed = All(Three(), _new with { Repository = "mirror/etcd" });
        var restart = Assert.IsType<UpgradePod>(Next(observed));
        Assert.Equal(("c-b", Running, Running, true), (restart.Name, restart.From, restart.To, restart.IsInPlace));
    }

    [Fact]
    public void A_member_that_is_down_because_of_its_image_gets_the_one_of_the_spec()
    {
        var observed = All(Formed(Voter("c-a", isLeader: true), Voter("c-b").Down(TimeSpan.FromMinutes(1)), Voter("c-c")), _new)
            .WithPod(Pod("c-b") with { Applied = _new with { Repository = "mistyped" }, Problem = "container waits: ImagePullBackOff" });
        Assert.Equal("c-b", Assert.IsType<UpgradePod>(Next(observed)).Name);
        Assert.IsType<Wait>(Next(observed, _desired with { Repository = "mistyped" }));
    }

    [Fact]
    public void Without_claims_the_successor_comes_before_its_predecessor_goes()
    {
        var observed = All(Three(), _old);
        Assert.IsType<AddMember>(Next(observed));

        var grown = All(Formed(Voter("c-a", isLeader: true), Voter("c-b"), Voter("c-c"), Learner("c-d")), _old).WithPod(Pod("c-d") with { Applied = _new });
        Assert.IsType<PromoteLearner>(Next(grown));

        var promoted = All(Formed(Voter("c-a", isLeader: true), Voter("c-b"), Voter("c-c"), Voter("c-d")), _old).WithPod(Pod("c-d") with { Applied = _new, CreatedAt = Now });
        Assert.Equal("c-c", Assert.IsType<RemoveMember>(Next(promoted)).Name);
    }

    [Fact]
    public void A_single_member_without_a_claim_is_made_anew_without_a_gap()
    {
        var desired = _desired with { Size = 1 };
        Assert.IsType<AddMember>(Next(All(Formed(Voter("c-a", isLeader: true)), _old), desired));
        var two = All(Formed(Voter("c-a", isLeader: true), Voter("c-b")), _new).WithPod(Pod("c-a") with { Applied = _old });
        Assert.Equal("c-a", Assert.IsType<MoveLeader>(Next(two, desired)).LeaderName);
    }

    [Fact]
    public void The_successor_is_taken_back_when_the_spec_is()
    {
        var observed = All(Formed(Voter("c-a", isLeader: true), Voter("c-b"), Voter("c-c"), Learner("c-d").NeverStarted()), _old).WithPod(Pod("c-d") with { Applied = _new });
        Assert.IsType<Wait>(Next(observed));
        Assert.Equal("c-d", Assert.IsType<RemoveMember>(Next(observed, _desired with { Config = "old" })).Name);
    }

    [Fact]
    public void Members_without_claims_get_them_when_the_spec_asks_for_claims()
    {
        var desired = _desired with { WantsClaims = true };
        Assert.IsType<AddMember>(Next(All(Three(), _new), desired));
        Assert.IsType<Settled>(Next(All(Three().WithClaims("c-a", "c-b", "c-c"), _new), desired));
    }

    [Fact]
    public void A_member_whose_claim_is_being_deleted_gets_a_successor_while_it_still_serves()
    {
        var observed = All(Three().WithClaims("c-a", "c-b"), _new) with { ClaimDetails = [new ClaimFacts { Name = "c-c", IsDeleting = true }] };
        Assert.IsType<AddMember>(Next(observed, _desired with { WantsClaims = true }));
    }

    [Fact]
    public void A_pod_that_was_told_a_version_it_cannot_run_in_place_is_made_anew_before_the_next_is_told()
    {
        var next = new EtcdVersion(3, 6, 14);
        var desired = _desired with { Version = next };
        var observed = All(Three().WithClaims("c-a", "c-b", "c-c"), _new with { Image = Running }, fits: false);
        var told = Assert.IsType<UpgradePod>(Next(observed, desired));
        Assert.Equal(("c-b", false), (told.Name, told.IsInPlace));

        observed = observed.WithPod(Pod("c-b", next) with { Applied = _new with { Image = Running } });
        Assert.Equal("c-b", Assert.IsType<RecreatePod>(Next(observed, desired)).Name);
    }

    [Fact]
    public void Without_a_claim_a_version_with_other_flags_is_refused_with_the_remedy()
    {
        var observed = All(Three(), _new with { Image = Running }, fits: false);
        var refusal = Assert.IsType<RefuseVersion>(Next(observed, _desired with { Version = new EtcdVersion(3, 6, 14) }));
        Assert.Contains("spec.options", refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_seed_that_never_served_is_made_again_from_the_new_spec()
    {
        var seed = new EtcdObserved { Now = Now, HasServices = true, Pods = [Pod("c-seed") with { Applied = _old }] };
        Assert.IsType<DeletePod>(Next(seed));
    }

    [Fact]
    public void Claims_grow_when_bound_and_are_not_asked_again_at_once_after_a_refusal()
    {
        var claim = new ClaimFacts { Name = "c-b", Requested = 10, Capacity = 10 };
        var desired = _desired with { StorageRequest = 20, WantsClaims = true };
        var observed = All(Three().WithClaims("c-a", "c-b", "c-c"), _new);
        var growth = Assert.IsType<GrowClaim>(Next(observed with { ClaimDetails = [claim] }, desired));
        Assert.Equal(("c-b", 10, 20), (growth.Name, growth.From, growth.To));
        Assert.IsType<Settled>(Next(observed with { ClaimDetails = [claim with { GrowthRefusal = "no" }] }, desired));
        Assert.IsType<Settled>(Next(observed with { ClaimDetails = [claim with { Capacity = null }] }, desired));
        Assert.IsType<Settled>(Next(observed with { ClaimDetails = [claim with { Requested = 30 }] }, desired));
    }

    [Fact]
    public void Claims_follow_the_delete_policy()
    {
        var observed = All(Three().WithClaims("c-a", "c-b", "c-c"), _new) with { ClaimDetails = [new ClaimFacts { Name = "c-b" }] };
        Assert.True(Assert.IsType<SetClaimRetention>(Next(observed, _desired with { RetainsClaims = true })).IsRetained);
        Assert.IsType<Settled>(Next(observed));
    }

    private static EtcdObserved All(EtcdObserved observed, AppliedSpec applied, bool fits = true) =>
        observed with { Pods = [.. observed.Pods.Select(pod => pod with { Applied = applied, FitsVersion = fits })] };

    private static EtcdAction Next(EtcdObserved observed, EtcdDesired? desired = null) => EtcdPlanner.NextAction(desired ?? _desired, observed);
}
