using Operon.Etcd.Planning;
using Xunit;
using static Operon.Etcd.Tests.Planning.Facts;

namespace Operon.Etcd.Tests.Planning;

public sealed class HibernationTests
{
    private static readonly EtcdDesired _asleep = Desired(size: 0);

    [Fact]
    public void M12_members_are_stopped_not_removed_and_the_leader_last()
    {
        var observed = Three().WithClaims("c-a", "c-b", "c-c");
        Assert.Equal("c-b", Stopped(observed));
        Assert.Equal("c-c", Stopped(observed.WithoutPod("c-b")));
        Assert.Equal("c-a", Stopped(observed.WithoutPod("c-b").WithoutPod("c-c").WithoutQuorum()));
    }

    [Fact]
    public void Without_pods_the_cluster_sleeps_and_its_claims_stay()
    {
        var observed = Three().WithClaims("c-a", "c-b", "c-c") with { Pods = [], Membership = null, UnconfirmedSince = Now.AddMinutes(-1) };
        Assert.IsType<Sleep>(EtcdPlanner.NextAction(_asleep, observed));
    }

    [Fact]
    public void A_cluster_that_wakes_makes_the_pods_of_its_members_again_with_their_data()
    {
        var observed = Three().WithClaims("c-a", "c-b", "c-c") with { Pods = [], Membership = null, UnconfirmedSince = Now.AddMinutes(-1) };
        var pod = Assert.IsType<CreateMemberPod>(EtcdPlanner.NextAction(Desired(), observed));
        Assert.Equal(("c-a", true), (pod.Name, pod.MustKeepData));
    }

    [Fact]
    public void Members_that_would_lose_their_data_are_not_stopped()
    {
        var refusal = Assert.IsType<RefuseHibernation>(EtcdPlanner.NextAction(_asleep, Three().WithClaims("c-a", "c-b")));
        Assert.Contains("c-c", refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cluster_that_was_never_formed_is_not_begun()
    {
        var action = EtcdPlanner.NextAction(_asleep, new EtcdObserved { Now = Now, HasServices = true });
        Assert.IsType<Wait>(action);
    }

    private static string Stopped(EtcdObserved observed) => Assert.IsType<StopPod>(EtcdPlanner.NextAction(_asleep, observed)).Name;
}
