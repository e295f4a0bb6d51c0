using Operon.Etcd.Api;
using Operon.Etcd.Planning;
using Operon.Etcd.Reconciling;
using Operon.Etcd.Tests.Planning;
using Xunit;
using static Operon.Etcd.Tests.Planning.Facts;

namespace Operon.Etcd.Tests.Reconciling;

public sealed class MemberDetailsTests
{
    [Fact]
    public void A_member_shows_its_node_sizes_and_positions()
    {
        var member = Member(Snapshots.Status(WithRevision(Three(), 41)), "c-b");
        Assert.Equal(("c-b", "node-1", "Follower"), (member.Pod, member.Node, member.Role));
        Assert.Equal((1000, 400, 41, 100, 3), (member.DbSizeBytes, member.DbSizeInUseBytes, member.Revision, member.RaftIndex, member.RaftTerm));
        Assert.Null(member.Message);
    }

    [Fact]
    public void Positions_alone_are_written_once_a_minute()
    {
        var first = Snapshots.Status(WithRevision(Three(), 41));
        var soon = Snapshots.Status(WithRevision(Three(), 42) with { Now = Now.AddSeconds(59) }, before: first);
        Assert.Equal(first.MemberStatuses, soon.MemberStatuses);

        var later = Snapshots.Status(WithRevision(Three(), 43) with { Now = Now.AddSeconds(60) }, before: soon);
        Assert.All(later.MemberStatuses!, member => Assert.Equal(43, member.Revision));
    }

    [Fact]
    public void Any_other_change_brings_new_positions_along()
    {
        var first = Snapshots.Status(WithRevision(Three(), 41));
        var moved = WithRevision(Formed(Voter("c-a"), Voter("c-b", isLeader: true), Voter("c-c")), 42);
        Assert.All(Snapshots.Status(moved, before: first).MemberStatuses!, member => Assert.Equal(42, member.Revision));
    }

    [Fact]
    public void A_member_that_is_down_keeps_what_it_said_last_and_tells_why()
    {
        var first = Snapshots.Status(WithRevision(Three(), 41));
        var observed = WithRevision(Formed(Voter("c-a", isLeader: true), Voter("c-b"), Voter("c-c").Down()), 42)
            .WithPod(Pod("c-c") with { Node = "node-1", Problem = "container waits: CrashLoopBackOff" });
        var status = Snapshots.Status(observed, before: first);
        var down = Member(status, "c-c");
        Assert.Equal((41, "container waits: CrashLoopBackOff"), (down.Revision, down.Message));

        // It does not make the others' positions be written at each look.
        var again = Snapshots.Status(WithRevision(observed, 43) with { Now = Now.AddSeconds(5) }, before: status);
        Assert.Equal(42, Member(again, "c-a").Revision);
    }

    [Theory]
    [InlineData("""{"phase": "Pending", "conditions": [{"type": "PodScheduled", "status": "False", "message": "0/3 nodes are available"}]}""", "pod is not scheduled: 0/3 nodes are available")]
    [InlineData("""{"phase": "Running", "containerStatuses": [{"name": "etcd", "state": {"waiting": {"reason": "CrashLoopBackOff", "message": "back-off 10s"}}}]}""", "container waits: CrashLoopBackOff: back-off 10s")]
    [InlineData("""{"phase": "Pending", "containerStatuses": [{"name": "etcd", "state": {"waiting": {"reason": "ContainerCreating"}}}]}""", null)]
    [InlineData("""{"phase": "Failed"}""", "pod has ended (Failed)")]
    [InlineData("""{"phase": "Running", "containerStatuses": [{"name": "etcd", "state": {}}]}""", null)]
    public void The_kubelets_and_the_schedulers_words_are_kept(string podStatus, string? problem)
    {
        var pod = System.Text.Json.JsonSerializer.Deserialize($$"""{"metadata": {"name": "p"}, "status": {{podStatus}}}""", EtcdKinds.Pod.Json)!;
        Assert.Equal(problem, PodProblem.Of(pod));
    }

    private static EtcdMemberStatus Member(EtcdClusterStatus status, string name) => status.MemberStatuses!.Single(member => member.Name == name);

    private static EtcdObserved WithRevision(EtcdObserved observed, long revision) => observed with
    {
        Pods = [.. observed.Pods.Select(pod => pod with { Node = "node-1" })],
        Membership = observed.Membership! with
        {
            Members = [.. observed.Membership!.Members.Select(member => !member.IsHealthy ? member : member with
            {
                Figures = new MemberFigures { DbSizeBytes = 1000, DbSizeInUseBytes = 400, Revision = revision, RaftIndex = 100, RaftTerm = 3 },
            })],
        },
    };
}
