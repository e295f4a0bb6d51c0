using Operon.Etcd.Api;
using Operon.Etcd.Planning;
using Operon.Etcd.Reconciling;
using Operon.Etcd.Tests.Reconciling;
using Xunit;
using static Operon.Etcd.Tests.Planning.Facts;

namespace Operon.Etcd.Tests.Planning;

/// <summary>The annotation that asks for another leader.</summary>
public sealed class LeaderTransferTests
{
    [Fact]
    public void Leadership_moves_to_the_member_asked_for()
    {
        var move = Assert.IsType<MoveLeader>(Next(Three(), "c-c"));
        Assert.Equal(("c-c", "c-a"), (move.TargetName, move.LeaderName));
    }

    [Fact]
    public void The_wish_is_answered_once_the_member_leads()
    {
        var answer = Assert.IsType<AnswerLeaderTransfer>(Next(Three(), "c-a:2"));
        Assert.Equal(("c-a:2", false), (answer.Request, answer.IsRefused));
    }

    [Theory]
    [InlineData("c-x", "c-x is not a member")]
    [InlineData("c-l", "c-l is a learner")]
    [InlineData("c-d", "c-d is not healthy")]
    public void A_wish_that_cannot_come_true_is_refused_with_the_reason(string target, string reason)
    {
        var observed = Formed(Voter("c-a", isLeader: true), Voter("c-b"), Learner("c-l"), Voter("c-d").Down());
        var answer = Assert.IsType<AnswerLeaderTransfer>(LeaderTransferRules.Next(Desired(), observed with { LeaderTransfer = new(target) }, observed.Membership!));
        Assert.True(answer.IsRefused);
        Assert.Contains(reason, answer.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_version_that_cannot_hand_over_says_so()
    {
        var old = Formed(Voter("c-a", isLeader: true) with { ServerVersion = new EtcdVersion(3, 2, 13) }, Voter("c-b"), Voter("c-c"));
        Assert.True(Assert.IsType<AnswerLeaderTransfer>(Next(old, "c-b")).IsRefused);
    }

    [Fact]
    public async Task An_answered_wish_is_not_carried_out_again_until_it_changes()
    {
        var annotations = new Dictionary<string, string> { [LeaderTransferReader.Annotation] = "c-b:1" };
        var answered = StatusBuilder.Build(Snapshots.Of(Three(), annotations: annotations), new AnswerLeaderTransfer("c-b:1", IsRefused: false, "c-b leads"));
        Assert.Equal(("c-b:1", "Moved"), (answered.LeaderTransfer!.Request, answered.LeaderTransfer.Outcome));
        Assert.Null((await ReadAsync(answered, annotations)).LeaderTransfer);

        annotations[LeaderTransferReader.Annotation] = "c-b:2";
        Assert.Equal("c-b", (await ReadAsync(answered, annotations)).LeaderTransfer!.Target);
    }

    [Fact]
    public void The_answer_goes_with_the_annotation()
    {
        var answered = Snapshots.Status(Three()) with { LeaderTransfer = new EtcdLeaderTransfer { Request = "c-b" } };
        Assert.Null(Snapshots.Status(Three(), new Settled(), answered).LeaderTransfer);
    }

    private static EtcdAction Next(EtcdObserved observed, string wish) => EtcdPlanner.NextAction(Desired(), observed with { LeaderTransfer = new LeaderTransferFacts(wish) });

    private static Task<EtcdObserved> ReadAsync(EtcdClusterStatus status, Dictionary<string, string> annotations)
    {
        var snapshot = Snapshots.Of(Three(), status, annotations);
        using var memory = new ClusterMemory("0b7e", new Etcd.Membership.MemberDialer(null));
        return new LeaderTransferReader().ReadAsync(
            new FactContext { Layout = snapshot.Layout, Memory = memory, Pods = [], Connections = snapshot.Connections, States = new Dictionary<string, Etcd.Membership.MemberState>() }, Three(), TestContext.Current.CancellationToken);
    }
}
