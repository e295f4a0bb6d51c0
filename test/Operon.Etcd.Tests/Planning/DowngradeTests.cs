using Operon.Etcd.Planning;
using Xunit;
using static Operon.Etcd.Tests.Planning.Facts;

namespace Operon.Etcd.Tests.Planning;

/// <summary>U5: back by one minor version, through etcd's own downgrade.</summary>
public sealed class DowngradeTests
{
    private static readonly EtcdVersion _from = new(3, 6, 14);
    private static readonly EtcdVersion _to = new(3, 5, 33);
    private static readonly EtcdDesired _desired = Desired(version: _to);

    [Fact]
    public void U5_etcd_prepares_its_data_before_any_member_is_replaced() =>
        Assert.Equal(_to, Assert.IsType<EnableDowngrade>(Next(Cluster())).Target);

    [Fact]
    public void U5_members_wait_until_the_version_of_all_data_has_dropped()
    {
        Assert.IsType<Wait>(Next(Cluster(target: _to)));
        var prepared = Cluster(target: _to, storage: new EtcdVersion(3, 5, 0));
        var step = Assert.IsType<UpgradePod>(Next(prepared));
        Assert.Equal(("c-b", _from, _to), (step.Name, step.From, step.To));
    }

    [Fact]
    public void U1_the_leader_is_replaced_last_after_a_move()
    {
        var observed = Cluster(target: _to, storage: new EtcdVersion(3, 5, 0)).WithPod(Pod("c-b", _to)).WithPod(Pod("c-c", _to));
        Assert.Equal("c-a", Assert.IsType<MoveLeader>(Next(observed)).LeaderName);
    }

    [Fact]
    public void U5_it_begins_only_in_a_quiet_cluster()
    {
        var observed = Cluster();
        var restless = observed with { Membership = observed.Membership! with { Members = [.. observed.Membership.Members.Select(member => member with { HealthySince = Now })] } };
        Assert.IsType<Wait>(Next(restless));
    }

    [Fact]
    public void U5_it_is_cancelled_when_the_spec_returns() =>
        Assert.Equal(_to, Assert.IsType<CancelDowngrade>(EtcdPlanner.NextAction(Desired(version: _from), Cluster(target: _to))).Target);

    [Fact]
    public void U5_no_member_is_added_while_it_runs() => Assert.IsType<Wait>(EtcdPlanner.NextAction(_desired with { Size = 5 }, Cluster(target: _to)));

    [Fact]
    public void A_member_that_is_down_gets_the_older_version_only_once_its_data_are_prepared()
    {
        var observed = Cluster();
        var down = observed with { Membership = observed.Membership! with { Members = [.. observed.Membership.Members.Select(member => member.Name == "c-b" ? member.Down(TimeSpan.FromMinutes(1)) : member)] } };
        Assert.IsType<Wait>(Next(down));
    }

    [Fact]
    public void U5_two_minor_versions_back_are_refused() =>
        Assert.Contains("3.5.x only", Assert.IsType<RefuseVersion>(EtcdPlanner.NextAction(Desired(version: new EtcdVersion(3, 4, 45)), Cluster())).Reason, StringComparison.Ordinal);

    private static EtcdAction Next(EtcdObserved observed) => EtcdPlanner.NextAction(_desired, observed);

    private static EtcdObserved Cluster(EtcdVersion? target = null, EtcdVersion? storage = null)
    {
        var observed = Formed([.. new[] { Voter("c-a", isLeader: true), Voter("c-b"), Voter("c-c") }
            .Select(voter => voter with { ServerVersion = _from, StorageVersion = storage ?? new EtcdVersion(3, 6, 0) })]);
        return observed with
        {
            CurrentVersion = _from,
            Pods = [.. observed.Pods.Select(pod => pod with { Version = _from })],
            Membership = observed.Membership! with { DowngradeTarget = target },
        };
    }
}
