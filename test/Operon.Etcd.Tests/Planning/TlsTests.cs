using Operon.Etcd.Certificates;
using Operon.Etcd.Planning;
using Xunit;

namespace Operon.Etcd.Tests.Planning;

public sealed class TlsTests
{
    private static readonly PodTls _plain = PodTls.Plain;
    private static readonly PodTls _prepared = new(true, false, true, "t1");
    private static readonly PodTls _done = new(true, true, true, "t1");
    private static readonly TlsFacts _wanted = new() { WantsPeer = true, WantsClient = true, Trust = "t1" };
    private static readonly string[] _names = ["c-a", "c-b", "c-c"];

    [Fact]
    public void Due_certificates_come_before_the_first_pod_and_need_no_quorum()
    {
        Assert.IsType<IssueCertificates>(Next(Facts.Three().WithoutQuorum() with { Tls = _wanted with { Due = "missing" } }));
        Assert.IsType<IssueCertificates>(Next(new EtcdObserved { Now = Facts.Now, HasServices = true, Tls = _wanted with { Due = "missing" } }));
        Assert.IsType<AwaitCertificates>(Next(new EtcdObserved { Now = Facts.Now, HasServices = true, Tls = _wanted with { Missing = "none" } }));
    }

    [Fact]
    public void A5_first_every_member_gets_certificates_the_leader_last()
    {
        Assert.Equal("c-b", Assert.IsType<DeletePod>(Next(With("http", _plain, _plain, _plain))).Name);
        Assert.Equal("c-c", Assert.IsType<DeletePod>(Next(With("http", _plain, _prepared, _plain))).Name);
        var move = Assert.IsType<MoveLeader>(Next(With("http", _plain, _prepared, _prepared)));
        Assert.Equal("c-a", move.LeaderName);
    }

    [Fact]
    public void A5_then_one_address_changes_and_its_pod_follows_before_the_next()
    {
        var prepared = With("http", _prepared, _prepared, _prepared);
        var update = Assert.IsType<UpdatePeerUrl>(Next(prepared));
        Assert.Equal(("c-b", true), (update.Name, update.IsTls));

        var changed = prepared.WithUrl("c-b", "https");
        Assert.Equal("c-b", Assert.IsType<DeletePod>(Next(changed)).Name);

        // Even when that was the member the quorum hung on.
        Assert.Equal("c-b", Assert.IsType<DeletePod>(Next(changed.WithoutQuorum())).Name);
        Assert.Equal("c-c", Assert.IsType<UpdatePeerUrl>(Next(With("http", _prepared, _done, _prepared).WithUrl("c-b", "https"))).Name);
        Assert.IsType<Settled>(Next(With("https", _done, _done, _done)));
    }

    [Fact]
    public void A5_back_to_plaintext_certificates_go_only_when_no_address_needs_them()
    {
        var off = new TlsFacts();
        var kept = _done with { ServesClientsByTls = false };
        var update = Assert.IsType<UpdatePeerUrl>(Next(With("https", kept, kept, kept) with { Tls = off }));
        Assert.Equal(("c-b", false), (update.Name, update.IsTls));
        var plainListeners = With("http", _prepared with { ServesClientsByTls = false }, _plain, _plain) with { Tls = off };
        Assert.IsType<MoveLeader>(Next(plainListeners));
        Assert.IsType<Settled>(Next(With("http", _plain, _plain, _plain) with { Tls = off }));
    }

    [Fact]
    public void Nothing_is_restarted_while_a_member_is_not_healthy()
    {
        var observed = With("http", _plain, _plain, _plain);
        observed = observed with
        {
            Membership = observed.Membership! with { Members = [.. observed.Membership.Members.Select(member => member.Name == "c-c" ? member.Down() : member)] },
        };
        Assert.IsType<Wait>(Next(observed));
    }

    [Fact]
    public void Members_without_a_volume_are_made_anew_and_their_successors_come_first()
    {
        Assert.IsType<AddMember>(Next(With("http", _plain, _plain, _plain) with { Claims = new HashSet<string>() }));
        Assert.IsType<AddMember>(EtcdPlanner.NextAction(Facts.Desired(1), Facts.Formed(Facts.Voter("c-a", isLeader: true)) with { Tls = _wanted }));

        var four = Facts.Formed(Facts.Voter("c-a", isLeader: true), Facts.Voter("c-b"), Facts.Voter("c-c"), Facts.Voter("c-d")) with { Tls = _wanted };
        four = four.WithPod(Facts.Pod("c-d") with { Tls = _prepared });
        Assert.NotEqual("c-d", Assert.IsType<RemoveMember>(Next(four)).Name);
    }

    [Fact]
    public void Members_without_a_volume_get_new_addresses_only_when_all_have_certificates()
    {
        var observed = With("http", _prepared, _prepared, _prepared) with { Claims = new HashSet<string>() };
        Assert.True(TlsRules.IsOutdated(observed, observed.Pod("c-b")!));
        var mixed = With("http", _plain, _prepared, _prepared) with { Claims = new HashSet<string>() };
        Assert.False(TlsRules.IsOutdated(mixed, mixed.Pod("c-b")!));
        Assert.True(TlsRules.IsOutdated(mixed, mixed.Pod("c-a")!));
    }

    [Fact]
    public void New_members_speak_TLS_only_when_all_others_can_dial_them_so()
    {
        Assert.False(TlsRules.AddsMembersWithTls(With("http", _plain, _prepared, _prepared)));
        Assert.True(TlsRules.AddsMembersWithTls(With("http", _prepared, _prepared, _prepared)));
        Assert.False(TlsRules.AddsMembersWithTls(With("https", _done, _done, _done) with { Tls = new TlsFacts() }));
    }

    [Fact]
    public void A3_a_rotation_restarts_for_the_bundle_then_signs_then_restarts_for_the_rest()
    {
        var tls = _wanted with { Authority = AuthorityPhase.Distributing, Trust = "t2" };
        Assert.Equal("c-b", Assert.IsType<DeletePod>(Next(With("https", _done, _done, _done) with { Tls = tls })).Name);

        var trusting = _done with { Trust = "t2" };
        var all = With("https", trusting, trusting, trusting) with { Tls = tls };
        Assert.Equal(AuthorityPhase.Distributing, Assert.IsType<AdvanceAuthority>(Next(all)).From);

        // The old authority is not dropped while anybody shows what it signed.
        var retiring = all with { Tls = tls with { Authority = AuthorityPhase.Retiring, ShowingNew = new HashSet<string> { "c-a", "c-b" } } };
        Assert.IsType<Wait>(Next(retiring));
        Assert.Equal(AuthorityPhase.Retiring, Assert.IsType<AdvanceAuthority>(Next(retiring with { Tls = retiring.Tls! with { ShowingNew = _names.ToHashSet() } })).From);

        Assert.IsType<DeletePod>(Next(all with { Tls = tls with { Authority = AuthorityPhase.Steady, Trust = "t3" } }));
    }

    [Fact]
    public void Pods_made_before_their_trust_was_noted_are_not_restarted_for_it()
    {
        var old = _done with { Trust = null };
        Assert.IsType<Settled>(Next(With("https", old, old, old)));
    }

    [Fact]
    public void A_command_line_tells_what_a_pod_speaks()
    {
        Assert.Equal(new PodTls(true, false, true, "x"), PodTls.Read(["--listen-peer-urls=http://0.0.0.0:2380", "--peer-cert-file=x", "--listen-client-urls=https://0.0.0.0:2379"], "x"));
        Assert.Equal(PodTls.Plain, PodTls.Read(["--listen-peer-urls=http://0.0.0.0:2380", "--listen-client-urls=http://0.0.0.0:2379"], null));
    }

    private static EtcdAction Next(EtcdObserved observed) => EtcdPlanner.NextAction(Facts.Desired(), observed);

    private static EtcdObserved With(string scheme, params PodTls[] pods)
    {
        var observed = Facts.Three().WithClaims(_names) with { Tls = _wanted };
        foreach (var (name, tls) in _names.Zip(pods))
        {
            observed = observed.WithPod(observed.Pod(name)! with { Tls = tls }).WithUrl(name, scheme);
        }

        return observed;
    }
}
