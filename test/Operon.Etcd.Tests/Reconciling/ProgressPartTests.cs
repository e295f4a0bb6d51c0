using Operon.Etcd.Api;
using Operon.Etcd.Planning;
using Operon.Etcd.Reconciling;
using Operon.Etcd.Tests.Planning;
using Xunit;

namespace Operon.Etcd.Tests.Reconciling;

/// <summary>Which step is being carried out, and that one which takes too long is told.</summary>
public sealed class ProgressPartTests
{
    private static readonly EtcdObserved _growing = Facts.Formed(Facts.Voter("c-a", isLeader: true), Facts.Learner("c-b").NeverStarted());

    [Fact]
    public void The_step_in_the_middle_names_its_member_its_beginning_and_the_spec_it_began_with()
    {
        var status = Snapshots.Status(_growing);
        Assert.Equal(("Adding member c-b", "2026-11-22T12:00:00Z", 4), (status.Operation!.Step, status.Operation.Since, status.Operation.Generation));
        Assert.Equal("True", status.Condition(EtcdClusterCondition.Progressing).Status);
    }

    [Fact]
    public void The_beginning_of_a_step_stays_while_it_lasts_and_ends_with_it()
    {
        var first = Snapshots.Status(_growing);
        var later = Snapshots.Status(_growing with { Now = Facts.Now.AddMinutes(5) }, before: first);
        Assert.Equal(first.Operation!.Since, later.Operation!.Since);
        Assert.Null(Snapshots.Status(Facts.Three(), before: later).Operation);
    }

    [Fact]
    public void A_step_beyond_the_deadline_is_told_with_what_it_waits_for()
    {
        var first = Snapshots.Status(_growing);
        Assert.Equal("True", Snapshots.Status(_growing with { Now = Facts.Now.AddSeconds(599) }, before: first).Condition(EtcdClusterCondition.Progressing).Status);

        var late = Snapshots.Status(_growing with { Now = Facts.Now.AddSeconds(600) }, before: first);
        Assert.Equal(("False", "DeadlineExceeded"), late.Condition(EtcdClusterCondition.Progressing));
        Assert.Contains("c-b", late.Conditions!.Single(condition => condition.Type == EtcdClusterCondition.Progressing).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Conditions_that_several_parts_set_change_their_times_only_when_they_change()
    {
        var stuck = _growing.WithPod(Facts.Pod("c-b") with { IsCrashLooping = true, Problem = "container waits: CrashLoopBackOff" });
        var first = Snapshots.Status(stuck);
        var late = Snapshots.Status(stuck with { Now = Facts.Now.AddMinutes(11) }, before: first);
        var later = Snapshots.Status(stuck with { Now = Facts.Now.AddMinutes(12) }, before: late);
        Assert.Equal(("False", "DeadlineExceeded"), later.Condition(EtcdClusterCondition.Progressing));
        Assert.Equal(("True", "MemberCrashing"), later.Condition(EtcdClusterCondition.Degraded));
        Assert.Equal(late.Conditions, later.Conditions);
    }

    [Fact]
    public void A_replacement_is_written_down_before_it_begins_and_once()
    {
        var observed = Facts.Formed(Facts.Voter("c-a", isLeader: true), Facts.Voter("c-b"), Facts.Voter("c-c").Down()).WithoutPod("c-c");
        var first = Snapshots.Status(observed);
        Assert.Equal((1, "c-c", null), (first.Repairs!.Count, first.Repairs.Member, first.Repairs.NextTime));

        var again = Snapshots.Status(observed with { Now = Facts.Now.AddSeconds(1), Repairs = new RepairFacts(1, "c-c", Facts.Now, Facts.Now) }, before: first);
        Assert.Equal(first.Repairs, again.Repairs);
        Assert.Null(Snapshots.Status(Facts.Three(), before: again).Repairs);
    }

    [Fact]
    public void A_pod_no_node_takes_is_told_in_Degraded()
    {
        var observed = _growing.WithPod(Facts.Pod("c-b") with { UnschedulableSince = Facts.Now, Problem = "pod is not scheduled: 0/3 nodes are available" });
        var status = Snapshots.Status(observed);
        Assert.Equal(("True", "MemberUnschedulable"), status.Condition(EtcdClusterCondition.Degraded));
        Assert.Contains("0/3 nodes", status.Conditions!.Single(condition => condition.Type == EtcdClusterCondition.Degraded).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_claim_in_danger_is_told_in_Degraded()
    {
        var status = Snapshots.Status(Facts.Three() with { ClaimDetails = [new ClaimFacts { Name = "c-a", IsDeleting = true }, new ClaimFacts { Name = "c-b", GrowthRefusal = "the class does not allow it" }] });
        Assert.Equal(("True", "ClaimDeleted"), status.Condition(EtcdClusterCondition.Degraded));
        Assert.Contains("the class does not allow it", status.Conditions!.Single(condition => condition.Type == EtcdClusterCondition.Degraded).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sleeping_cluster_is_neither_available_nor_degraded_nor_lost()
    {
        var asleep = Facts.Three().WithoutQuorum() with { Pods = [], Membership = null };
        var status = Snapshots.Status(asleep, new Sleep(0), Snapshots.Status(Facts.Three()));
        Assert.Equal(("False", "Hibernated"), status.Condition(EtcdClusterCondition.Available));
        Assert.Equal(("False", "Hibernated"), status.Condition(EtcdClusterCondition.Ready));
        Assert.Equal("False", status.Condition(EtcdClusterCondition.Degraded).Status);
        Assert.Equal(3, status.MemberStatuses!.Count);
    }
}
