using Operon.Etcd.Api;
using Operon.Etcd.Objects;
using Operon.Etcd.Planning;
using Operon.Etcd.Reconciling;
using Operon.Etcd.Tests.Objects;
using Operon.Etcd.Tests.Planning;
using Xunit;

namespace Operon.Etcd.Tests.Reconciling;

public sealed class StatusBuilderTests
{
    [Fact]
    public void A_settled_cluster_is_available_and_names_its_members()
    {
        var status = Build(Facts.Three(), new Settled());
        Assert.Equal((ClusterPhase.Running, 3, "3/3", "3.5.33"), (status.Phase, status.Size, status.Readiness, status.CurrentVersion));
        Assert.Equal(["c-a", "c-b", "c-c"], status.Members!.Ready);
        Assert.Equal("True", Condition(status, EtcdClusterCondition.Available)!.Status);
        Assert.Equal(["Leader", "Follower", "Follower"], status.MemberStatuses!.Select(member => member.Role));
        Assert.Equal(4, status.ObservedGeneration);
    }

    [Fact]
    public void Lost_quorum_is_never_shown_as_available()
    {
        var before = Build(Facts.Three(), new Settled());
        var lost = Build(Facts.Three().WithoutQuorum(), new ReportQuorumLost(0, 3, "gone"), before);
        Assert.Equal("False", Condition(lost, EtcdClusterCondition.Available)!.Status);
        Assert.Equal((ClusterPhase.Running, "0/3", "gone"), (lost.Phase, lost.Readiness, lost.Reason));
        Assert.Equal(3, lost.MemberStatuses!.Count);

        var back = Build(Facts.Three(), new Settled(), lost);
        Assert.Equal("True", Condition(back, EtcdClusterCondition.Available)!.Status);
        Assert.Null(Condition(back, EtcdClusterCondition.Recovering));
        Assert.Null(back.Reason);
    }

    [Fact]
    public void A_paused_cluster_that_loses_its_quorum_says_so()
    {
        var before = Build(Facts.Three(), new Settled());
        var lost = Build(Facts.Three().WithoutQuorum(), new StayPaused(new ReportQuorumLost(0, 3, "gone")), before);
        Assert.Equal("False", Condition(lost, EtcdClusterCondition.Available)!.Status);
        Assert.Equal((true, "0/3", "gone"), (lost.ControlPaused, lost.Readiness, lost.Reason));

        var back = Build(Facts.Three(), new StayPaused(), lost);
        Assert.Equal(("True", true), (Condition(back, EtcdClusterCondition.Available)!.Status, back.ControlPaused));
        Assert.Null(back.Reason);
    }

    [Fact]
    public void A_learner_counts_as_a_member_that_is_not_ready()
    {
        var status = Build(Facts.Formed(Facts.Voter("c-a", isLeader: true), Facts.Learner("c-b")), new PromoteLearner(2, "c-b"));
        Assert.Equal((2, "1/3"), (status.Size, status.Readiness));
        Assert.Equal(["c-b"], status.Members!.Unready);
        Assert.Equal("Scaling up", Condition(status, EtcdClusterCondition.Scaling)!.Reason);
        Assert.Null(Condition(status, EtcdClusterCondition.Available));
    }

    [Fact]
    public void The_cluster_id_is_written_with_the_phase()
    {
        var observed = Facts.Formed(Facts.Voter("c-a", isLeader: true)) with { HasFormed = false, RecordedClusterId = null };
        var status = Build(observed, new RecordClusterId(0xabc));
        Assert.Equal(("abc", ClusterPhase.Running), (status.ClusterId, status.Phase));
    }

    [Fact]
    public void Times_of_a_condition_change_only_with_it()
    {
        var first = Build(Facts.Three(), new Settled());
        var second = Build(Facts.Three() with { Now = Facts.Now.AddHours(1) }, new Settled(), first);
        Assert.Equal(Condition(first, EtcdClusterCondition.Available), Condition(second, EtcdClusterCondition.Available));
    }

    [Fact]
    public void A_patch_holds_only_what_differs()
    {
        var patch = StatusPatch.Between(
            new() { ["a"] = 1, ["b"] = new System.Text.Json.Nodes.JsonObject { ["c"] = 1, ["d"] = 2 }, ["e"] = "x" },
            new() { ["a"] = 1, ["b"] = new System.Text.Json.Nodes.JsonObject { ["c"] = 3, ["d"] = 2 } });
        Assert.Equal("""{"b":{"c":3},"e":null}""", patch!.ToJsonString());
    }

    private static EtcdClusterCondition? Condition(EtcdClusterStatus status, string type) =>
        status.Conditions?.FirstOrDefault(condition => condition.Type == type);

    private static EtcdClusterStatus Build(EtcdObserved observed, EtcdAction action, EtcdClusterStatus? before = null)
    {
        var cluster = Clusters.Example() with { Status = before };
        return StatusBuilder.Build(
            new ClusterSnapshot
            {
                Layout = new ClusterLayout(cluster),
                Desired = Facts.Desired(),
                Observed = observed,
                Parts = new PodParts(),
                Connections = new Dictionary<string, Etcd.Membership.IMemberConnection>(),
            },
            action);
    }
}
