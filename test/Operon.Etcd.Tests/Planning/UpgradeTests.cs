using Operon.Etcd.Planning;
using Xunit;
using static Operon.Etcd.Tests.Planning.Facts;

namespace Operon.Etcd.Tests.Planning;

public sealed class UpgradeTests
{
    private static readonly EtcdVersion _next = new(3, 6, 14);

    [Fact]
    public void U1_followers_are_upgraded_before_the_leader()
    {
        var upgrade = Assert.IsType<UpgradePod>(EtcdPlanner.NextAction(Desired(version: _next), Three()));
        Assert.Equal(("c-b", Running, _next), (upgrade.Name, upgrade.From, upgrade.To));
    }

    [Fact]
    public void U1_leadership_moves_before_the_leader_restarts()
    {
        var observed = Three().WithPod(Pod("c-b", _next)).WithPod(Pod("c-c", _next));
        Assert.Equal("c-a", Assert.IsType<MoveLeader>(EtcdPlanner.NextAction(Desired(version: _next), observed)).LeaderName);
    }

    [Fact]
    public void U1_a_leader_before_3_3_restarts_without_a_hand_over_because_it_knows_none()
    {
        var (from, to) = (new EtcdVersion(3, 2, 13), new EtcdVersion(3, 3, 27));
        var observed = Formed(
            Voter("c-a", isLeader: true) with { ServerVersion = from }, Voter("c-b") with { ServerVersion = to }, Voter("c-c") with { ServerVersion = to })
            .WithPod(Pod("c-a", from)).WithPod(Pod("c-b", to)).WithPod(Pod("c-c", to)) with
        { CurrentVersion = from };
        Assert.Equal("c-a", Assert.IsType<UpgradePod>(EtcdPlanner.NextAction(Desired(version: to), observed)).Name);
    }

    [Fact]
    public void U2_the_next_pod_waits_until_the_last_one_is_healthy()
    {
        var observed = Formed(Voter("c-a", isLeader: true), Voter("c-b").Down(), Voter("c-c")).WithPod(Pod("c-b", _next));
        Assert.IsType<Wait>(EtcdPlanner.NextAction(Desired(version: _next), observed));
    }

    [Fact]
    public void U2_the_next_pod_waits_until_the_kubelet_has_ended_the_process_of_the_last_one()
    {
        var observed = Three().WithPod(Pod("c-b", _next) with { IsToRestart = true });
        Assert.Contains("c-b", Assert.IsType<Wait>(EtcdPlanner.NextAction(Desired(version: _next), observed)).Reason, StringComparison.Ordinal);
        Assert.Equal("c-c", Assert.IsType<UpgradePod>(EtcdPlanner.NextAction(Desired(version: _next), Three().WithPod(Pod("c-b", _next)))).Name);
    }

    [Fact]
    public void U2_one_missed_answer_does_not_make_a_member_restart()
    {
        var observed = Formed(Voter("c-a", isLeader: true), Voter("c-b").Down(), Voter("c-c").Down()).WithPod(Pod("c-b", _next));
        Assert.IsType<Wait>(EtcdPlanner.NextAction(Desired(version: _next), observed));
    }

    [Fact]
    public void A_member_that_is_down_is_upgraded_first()
    {
        var observed = Formed(Voter("c-a", isLeader: true), Voter("c-b"), Voter("c-c").Down(TimeSpan.FromMinutes(1)));
        Assert.Equal("c-c", Assert.IsType<UpgradePod>(EtcdPlanner.NextAction(Desired(version: _next), observed)).Name);
    }

    [Fact]
    public void A_single_member_is_upgraded_in_place()
    {
        var observed = Formed(Voter("c-a", isLeader: true));
        Assert.Equal("c-a", Assert.IsType<UpgradePod>(EtcdPlanner.NextAction(Desired(size: 1, version: _next), observed)).Name);
    }

    [Fact]
    public void U3_a_jump_over_a_minor_is_refused_and_the_allowed_step_is_named()
    {
        var refusal = Assert.IsType<RefuseVersion>(EtcdPlanner.NextAction(Desired(version: new EtcdVersion(3, 7, 1)), Three()));
        Assert.Contains("3.6.x", refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void U3_a_refusal_does_not_wait_for_a_quiet_cluster()
    {
        var observed = Formed(Voter("c-a", isLeader: true), Voter("c-b") with { HealthySince = Now });
        Assert.IsType<RefuseVersion>(EtcdPlanner.NextAction(Desired(size: 2, version: new EtcdVersion(3, 7, 1)), observed));
    }

    [Fact]
    public void U3_a_downgrade_is_refused() =>
        Assert.IsType<RefuseVersion>(EtcdPlanner.NextAction(Desired(version: new EtcdVersion(3, 4, 45)), Three()));

    [Fact]
    public void U3_an_upgrade_that_is_not_complete_may_be_taken_back()
    {
        var observed = Three().WithPod(Pod("c-b", _next));
        Assert.Equal(("c-b", Running), Assert.IsType<UpgradePod>(EtcdPlanner.NextAction(Desired(), observed)) is var step ? (step.Name, step.To) : default);
    }

    [Fact]
    public void A_version_that_does_not_start_can_be_corrected_even_without_quorum()
    {
        var observed = Formed(Voter("c-a").Down(TimeSpan.FromMinutes(1))).WithPod(Pod("c-a", new EtcdVersion(3, 5, 99))).WithoutQuorum();
        Assert.Equal(Running, Assert.IsType<UpgradePod>(EtcdPlanner.NextAction(Desired(size: 1), observed)).To);
    }

    [Fact]
    public void A_refused_version_never_reaches_a_new_member()
    {
        var observed = Formed(Voter("c-a", isLeader: true), Learner("c-b").NeverStarted()).WithoutPod("c-b");
        Assert.Equal(Running, Assert.IsType<CreateMemberPod>(EtcdPlanner.NextAction(Desired(version: new EtcdVersion(3, 7, 1)), observed)).Version);
    }
}
