using Operon.Etcd.Planning;
using Xunit;

namespace Operon.Etcd.Tests.Planning;

public sealed class AuthTests
{
    private static readonly AuthFacts _off = new() { IsWanted = true, IsEnabled = false, HasSecrets = true, RootSecret = "c-root-auth" };
    private static readonly AuthFacts _on = _off with { IsEnabled = true, OperatorWorks = true, RootWorks = true };

    [Fact]
    public void A2_passwords_are_in_secrets_before_anything_is_switched_on() => Assert.IsType<PrepareAuth>(Next(_off with { HasSecrets = false }));

    [Fact]
    public void Authentication_is_switched_on_only_while_all_members_are_healthy()
    {
        Assert.IsType<EnableAuth>(Next(_off));
        var hurt = Facts.Formed(Facts.Voter("c-a", isLeader: true), Facts.Voter("c-b"), Facts.Voter("c-c").Down());
        Assert.IsType<Wait>(EtcdPlanner.NextAction(Facts.Desired(), hurt with { Auth = _off }));
    }

    [Fact]
    public void A_cluster_grows_before_it_asks_for_users() =>
        Assert.IsType<AddMember>(EtcdPlanner.NextAction(Facts.Desired(5), Facts.Three() with { Auth = _off }));

    [Fact]
    public void A_changed_password_of_root_is_set() => Assert.IsType<SetRootPassword>(Next(_on with { RootWorks = false }));

    [Fact]
    public void What_only_a_person_can_mend_is_reported_with_the_secret()
    {
        Assert.Contains("c-root-auth", Assert.IsType<ReportAuthProblem>(Next(_on with { OperatorWorks = false })).Reason, StringComparison.Ordinal);
        Assert.Equal("no key", Assert.IsType<ReportAuthProblem>(Next(_off with { Problem = "no key" })).Reason);
        Assert.IsType<ReportAuthProblem>(Next(_on with { IsWanted = false, OperatorWorks = false }));
    }

    [Fact]
    public void Authentication_is_switched_off_again_and_unknown_states_are_left_alone()
    {
        Assert.IsType<DisableAuth>(Next(_on with { IsWanted = false }));
        Assert.IsType<Settled>(Next(_off with { IsWanted = false }));
        Assert.IsType<Settled>(Next(_off with { IsEnabled = null }));
        Assert.IsType<Settled>(Next(_on));
    }

    private static EtcdAction Next(AuthFacts auth) => EtcdPlanner.NextAction(Facts.Desired(), Facts.Three() with { Auth = auth });
}
