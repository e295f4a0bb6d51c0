using Operon.Etcd.Planning;
using Xunit;
using static Operon.Etcd.Tests.Planning.Facts;

namespace Operon.Etcd.Tests.Planning;

/// <summary>U4: what every member has to run before the next minor version.</summary>
public sealed class VersionGateTests
{
    [Theory]
    [InlineData("3.5.31", "3.6.14", "3.5.32")]
    [InlineData("3.5.32", "3.6.14", null)]
    [InlineData("3.6.10", "3.7.1", "3.6.11")]
    [InlineData("3.6.11", "3.7.1", null)]
    [InlineData("3.4.23", "3.5.16", null)]
    public void U4_each_minor_version_asks_for_a_patch_of_the_one_before(string from, string to, string? needed)
    {
        var next = EtcdPlanner.NextAction(Desired(version: Parse(to)), Cluster(Parse(from)));
        if (needed is null)
        {
            Assert.IsType<UpgradePod>(next);
        }
        else
        {
            Assert.Contains(needed, Assert.IsType<RefuseVersion>(next).Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void U4_the_member_with_the_lowest_version_decides()
    {
        var observed = Cluster(Parse("3.5.33"));
        var mixed = observed with { Membership = observed.Membership! with { Members = [.. observed.Membership.Members.Select(member => member.Name == "c-c" ? member with { ServerVersion = Parse("3.5.20") } : member)] } };
        Assert.Contains("3.5.20", Assert.IsType<RefuseVersion>(EtcdPlanner.NextAction(Desired(version: Parse("3.6.14")), mixed)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void U4_3_4_with_users_and_roles_in_force_is_not_a_rolling_upgrade()
    {
        var observed = Cluster(Parse("3.4.23"));
        observed = observed with { Membership = observed.Membership! with { IsAuthEnabled = true } };
        Assert.Contains("auth", Assert.IsType<RefuseVersion>(EtcdPlanner.NextAction(Desired(version: Parse("3.5.33")), observed)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_paused_upgrade_is_held_between_two_members_and_mends_those_that_are_down()
    {
        var desired = Desired(version: Parse("3.6.14")) with { IsUpgradePaused = true };
        var half = Three().WithPod(Pod("c-b", Parse("3.6.14")));
        Assert.Contains("2 of 3", Assert.IsType<HoldUpgrade>(EtcdPlanner.NextAction(desired, half)).Reason, StringComparison.Ordinal);

        var down = Formed(Voter("c-a", isLeader: true), Voter("c-b"), Voter("c-c").Down(TimeSpan.FromMinutes(1)));
        Assert.IsType<UpgradePod>(EtcdPlanner.NextAction(desired, down));
    }

    private static EtcdObserved Cluster(EtcdVersion version)
    {
        var observed = Formed([.. new[] { Voter("c-a", isLeader: true), Voter("c-b"), Voter("c-c") }.Select(voter => voter with { ServerVersion = version })]);
        return observed with { CurrentVersion = version, Pods = [.. observed.Pods.Select(pod => pod with { Version = version })] };
    }

    private static EtcdVersion Parse(string text) => EtcdVersion.TryParse(text, out var version) ? version : throw new FormatException(text);
}
