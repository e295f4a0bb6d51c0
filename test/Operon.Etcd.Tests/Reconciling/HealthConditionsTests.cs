using Operon.Etcd.Api;
using Operon.Etcd.Planning;
using Operon.Etcd.Reconciling;
using Operon.Etcd.Tests.Objects;
using Operon.Etcd.Tests.Planning;
using Xunit;
using static Operon.Etcd.Tests.Planning.Facts;

namespace Operon.Etcd.Tests.Reconciling;

public sealed class HealthConditionsTests
{
    [Fact]
    public void A_settled_cluster_is_ready_and_neither_progressing_nor_degraded()
    {
        var status = Snapshots.Status(Three());
        Assert.Equal(("True", "AllMembersReady"), status.Condition(EtcdClusterCondition.Ready));
        Assert.Equal(("True", "QuorumHealthy"), status.Condition(EtcdClusterCondition.QuorumHealthy));
        Assert.Equal(("False", "Settled"), status.Condition(EtcdClusterCondition.Progressing));
        Assert.Equal(("False", "AsExpected"), status.Condition(EtcdClusterCondition.Degraded));
        Assert.All(status.Conditions!, condition => Assert.Equal(4, condition.ObservedGeneration));
    }

    [Fact]
    public void A_lost_quorum_shows_in_every_condition()
    {
        var status = Snapshots.Status(Three().WithoutQuorum(), before: Snapshots.Status(Three()));
        Assert.Equal(("False", "QuorumLost"), status.Condition(EtcdClusterCondition.Ready));
        Assert.Equal(("False", "QuorumLost"), status.Condition(EtcdClusterCondition.QuorumHealthy));
        Assert.Equal(("False", "QuorumLost"), status.Condition(EtcdClusterCondition.Progressing));
        Assert.Equal(("True", "QuorumLost"), status.Condition(EtcdClusterCondition.Degraded));
    }

    [Fact]
    public void A_paused_cluster_that_loses_its_quorum_is_not_ready_either()
    {
        var status = Snapshots.Status(Three().WithoutQuorum(), new StayPaused(new ReportQuorumLost(0, 3, "gone")), Snapshots.Status(Three()));
        Assert.Equal(("False", "QuorumLost"), status.Condition(EtcdClusterCondition.QuorumHealthy));
        Assert.Equal(("False", "Paused"), status.Condition(EtcdClusterCondition.Progressing));
    }

    [Fact]
    public void An_election_leaves_quorum_unknown_and_a_loss_stays_a_loss_until_a_read_succeeds()
    {
        var electing = Three().WithoutQuorum(since: TimeSpan.FromSeconds(1));
        Assert.Equal(("Unknown", "Electing"), Snapshots.Status(electing, before: Snapshots.Status(Three())).Condition(EtcdClusterCondition.QuorumHealthy));

        // Another process of the operator starts its clock anew; that is no recovery.
        var lost = Snapshots.Status(Three().WithoutQuorum(), before: Snapshots.Status(Three()));
        Assert.Equal(("False", "QuorumLost"), Snapshots.Status(electing, before: lost).Condition(EtcdClusterCondition.QuorumHealthy));
    }

    [Fact]
    public void One_dead_member_degrades_a_cluster_that_serves_on()
    {
        var observed = Formed(Voter("c-a", isLeader: true), Voter("c-b"), Voter("c-c").Down()).WithoutPod("c-c");
        var status = Snapshots.Status(observed);
        Assert.Equal(("True", "QuorumHealthy"), status.Condition(EtcdClusterCondition.QuorumHealthy));
        Assert.Equal(("False", "MembersNotReady"), status.Condition(EtcdClusterCondition.Ready));
        Assert.Equal(("True", "MemberUnhealthy"), status.Condition(EtcdClusterCondition.Degraded));
        Assert.Equal(("True", nameof(RemoveMember)), status.Condition(EtcdClusterCondition.Progressing));
        Assert.Contains("c-c: pod is missing", status.Conditions!.Single(condition => condition.Type == EtcdClusterCondition.Degraded).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cluster_that_has_not_formed_is_not_ready_and_not_degraded()
    {
        var status = Snapshots.Status(new EtcdObserved { Now = Now, HasServices = true });
        Assert.Equal(("False", "NotFormed"), status.Condition(EtcdClusterCondition.Ready));
        Assert.Equal(("Unknown", "NotFormed"), status.Condition(EtcdClusterCondition.QuorumHealthy));
        Assert.Equal(("True", nameof(CreateSeedPod)), status.Condition(EtcdClusterCondition.Progressing));
        Assert.Equal(("False", "AsExpected"), status.Condition(EtcdClusterCondition.Degraded));
    }

    [Fact]
    public void A_refused_version_degrades_but_keeps_the_cluster_ready()
    {
        var status = Snapshots.Status(Three(), new RefuseVersion(Running, new EtcdVersion(3, 9, 0), "one minor at a time"));
        Assert.Equal(("True", "AllMembersReady"), status.Condition(EtcdClusterCondition.Ready));
        Assert.Equal(("False", "VersionRefused"), status.Condition(EtcdClusterCondition.Progressing));
        Assert.Equal(("True", "VersionRefused"), status.Condition(EtcdClusterCondition.Degraded));
    }

    [Fact]
    public void A_spec_that_cannot_be_carried_out_makes_no_claim_about_the_members()
    {
        var formed = Clusters.Example() with { Status = Snapshots.Status(Three()) with { ClusterId = "7" } };
        var status = StatusBuilder.Invalid(formed, "spec.size: 0", Now);
        Assert.Equal(("Unknown", "InvalidSpec"), status.Condition(EtcdClusterCondition.Ready));
        Assert.Equal(("True", "InvalidSpec"), status.Condition(EtcdClusterCondition.Degraded));
    }
}
