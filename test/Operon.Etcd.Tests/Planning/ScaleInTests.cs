using Operon.Etcd.Planning;
using Xunit;
using static Operon.Etcd.Tests.Planning.Facts;

namespace Operon.Etcd.Tests.Planning;

/// <summary>Who goes when the size shrinks.</summary>
public sealed class ScaleInTests
{
    [Fact]
    public void The_most_crowded_zone_gives_a_member_up()
    {
        var observed = Three().WithPod(Pod("c-b") with { Zone = "east", Node = "n1" }).WithPod(Pod("c-a") with { Zone = "east", Node = "n2" }).WithPod(Pod("c-c") with { Zone = "west", Node = "n3", CreatedAt = Now });
        Assert.Equal("c-b", Victim(observed));
    }

    [Fact]
    public void Where_nodes_cannot_be_read_the_node_is_the_place()
    {
        var observed = Three().WithPod(Pod("c-a") with { Node = "n1" }).WithPod(Pod("c-b") with { Node = "n1" }).WithPod(Pod("c-c") with { Node = "n2", CreatedAt = Now });
        Assert.Equal("c-b", Victim(observed));
    }

    [Fact]
    public void A_sick_member_goes_before_one_of_a_crowded_zone()
    {
        var observed = Formed(Voter("c-a", isLeader: true), Voter("c-b"), Voter("c-c").Down())
            .WithPod(Pod("c-a") with { Zone = "east" }).WithPod(Pod("c-b") with { Zone = "east" }).WithPod(Pod("c-c") with { Zone = "west" });
        Assert.Equal("c-c", Victim(observed));
    }

    [Fact]
    public void U1_the_leader_goes_last_and_hands_over_before()
    {
        var observed = Formed(Voter("c-a", isLeader: true), Voter("c-b"))
            .WithPod(Pod("c-a") with { Zone = "east" }).WithPod(Pod("c-b") with { Zone = "west" });
        Assert.Equal("c-b", Victim(observed, size: 1));

        var crowded = Formed(Voter("c-a", isLeader: true), Voter("c-b"), Voter("c-c")).WithClaims("c-b", "c-c");
        var desired = Desired(size: 2) with { WantsClaims = true };
        Assert.Equal("c-a", Assert.IsType<MoveLeader>(EtcdPlanner.NextAction(desired, crowded)).LeaderName);
    }

    private static string Victim(EtcdObserved observed, int size = 2) => Assert.IsType<RemoveMember>(EtcdPlanner.NextAction(Desired(size), observed)).Name;
}
