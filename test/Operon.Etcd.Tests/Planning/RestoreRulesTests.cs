using Operon.Etcd.Planning;
using Xunit;
using static Operon.Etcd.Tests.Planning.Facts;

namespace Operon.Etcd.Tests.Planning;

public sealed class RestoreRulesTests
{
    private static readonly EtcdObserved _stopping = Three() with { Restore = new RestoreFacts { Name = "r", Stage = RestoreStage.Stopping } };

    [Fact]
    public void Stops_all_members_at_once_whatever_else_is_to_be_done() =>
        Assert.Equal(["c-a", "c-b", "c-c"], Assert.IsType<StopMembers>(EtcdPlanner.NextAction(Desired(size: 5), _stopping)).Names);

    [Fact]
    public void Starts_nothing_while_an_old_pod_is_only_going_away()
    {
        var ending = _stopping with { Pods = [Pod("c-a") with { IsDeleting = true }], Claims = new HashSet<string> { "c-a" } };
        Assert.Contains("c-a", Assert.IsType<AwaitMembersGone>(EtcdPlanner.NextAction(Desired(), ending)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Puts_the_old_claims_aside_and_deletes_none()
    {
        var stopped = (_stopping with { Pods = [] }).WithClaims("c-b", "c-a");
        Assert.Equal(["c-a", "c-b"], Assert.IsType<RetireClaims>(EtcdPlanner.NextAction(Desired(), stopped)).Names);
    }

    [Fact]
    public void Begins_anew_only_when_nothing_old_is_left() =>
        Assert.IsType<BeginIncarnation>(EtcdPlanner.NextAction(Desired(), _stopping with { Pods = [] }));

    [Fact]
    public void Brings_no_old_member_back_meanwhile()
    {
        var half = (_stopping with { Pods = [Pod("c-b")], Membership = null }).WithClaims("c-a", "c-b", "c-c");
        Assert.IsType<StopMembers>(EtcdPlanner.NextAction(Desired(), half));
    }

    [Fact]
    public void The_seed_of_the_new_incarnation_says_where_its_data_is_from()
    {
        var seeding = new EtcdObserved { Now = Now, HasServices = true, Restore = new RestoreFacts { Name = "r", Stage = RestoreStage.Seeding } };
        Assert.Contains("EtcdRestore r", Assert.IsType<CreateSeedPod>(EtcdPlanner.NextAction(Desired(), seeding)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cluster_made_for_a_restore_does_not_begin_empty()
    {
        var awaited = new EtcdObserved { Now = Now, HasServices = true, Restore = new RestoreFacts { Name = "r", Stage = RestoreStage.Awaited } };
        Assert.IsType<AwaitRestore>(EtcdPlanner.NextAction(Desired(), awaited));
    }

    [Fact]
    public void The_mark_of_a_restore_has_no_effect_on_a_cluster_that_has_formed() =>
        Assert.IsType<Settled>(EtcdPlanner.NextAction(Desired(), Three() with { Restore = new RestoreFacts { Name = "r", Stage = RestoreStage.Awaited } }));

    [Fact]
    public void A_paused_cluster_is_not_stopped() =>
        Assert.IsType<StayPaused>(EtcdPlanner.NextAction(Desired() with { IsPaused = true }, _stopping));
}
