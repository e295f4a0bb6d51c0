using Operon.Etcd.Certificates;
using Operon.Etcd.Planning;
using Operon.Etcd.Versions;
using Xunit;

namespace Operon.Etcd.Tests.Tls;

/// <summary>Certificates change under three real members while a client writes; the planner decides every step.</summary>
public sealed class TlsOnRealEtcdTests
{
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task A5_plaintext_becomes_TLS_and_plaintext_again_without_losing_the_quorum()
    {
        using var limit = Limit();
        await using var world = new TlsWorld("""{}""", await EtcdVersions.NewestAsync(4));
        world.Form();
        await world.SettleAsync(limit.Token);
        await using var traffic = new TlsTraffic(world);
        await traffic.MoreAsync(10, limit.Token);

        world.Change("""{"auto": {}}""");
        await world.SettleAsync(limit.Token);
        Assert.All(world.Membership!.Members, member => Assert.All(member.PeerUrls, url => Assert.StartsWith("https:", url, StringComparison.Ordinal)));
        Assert.All(world.Nodes, node => Assert.True(node.Pod is { HasPeerCertificates: true, ListensToPeersByTls: true, ServesClientsByTls: true }));
        await traffic.MoreAsync(10, limit.Token);

        world.Change("""{}""");
        await world.SettleAsync(limit.Token);
        Assert.All(world.Nodes, node => Assert.Equal(PodTls.Plain, node.Pod));
        await traffic.MoreAsync(10, limit.Token);
        await traffic.CheckAsync(limit.Token);
        Assert.DoesNotContain(world.Actions, action => action is ReportQuorumLost);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task A3_a_renewed_certificate_is_shown_to_new_connections_without_a_restart(int minor)
    {
        using var limit = Limit();
        await using var world = new TlsWorld("""{"auto": {}}""", await EtcdVersions.NewestAsync(minor));
        world.Form();
        await world.SettleAsync(limit.Token);
        await using var traffic = new TlsTraffic(world);
        await traffic.MoreAsync(10, limit.Token);
        var node = world.Nodes[0];
        using var before = await node.Connection!.ShownCertificateAsync(node.ClientPort, limit.Token);

        world.Renew();
        using var after = await node.Connection.ShownCertificateAsync(node.ClientPort, limit.Token);
        Assert.NotEqual(before!.Thumbprint, after!.Thumbprint);
        await traffic.MoreAsync(30, limit.Token);
        Assert.All(world.Nodes, member => Assert.Equal(1, member.Starts));
        await traffic.CheckAsync(limit.Token);
    }

    [Fact]
    public async Task A3_the_authority_is_rotated_under_traffic_and_the_old_one_opens_nothing_any_more()
    {
        using var limit = Limit();
        await using var world = new TlsWorld("""{"auto": {}}""", await EtcdVersions.NewestAsync(5));
        world.Form();
        await world.SettleAsync(limit.Token);
        var old = world.Certificates();
        var oldAuthority = world.Authority!.Signing.Certificate;
        await using var traffic = new TlsTraffic(world);
        await traffic.MoreAsync(10, limit.Token);

        world.Rotate();
        await world.SettleAsync(limit.Token);
        Assert.Equal(AuthorityPhase.Steady, world.Authority!.Phase);
        Assert.Equal([AuthorityPhase.Distributing, AuthorityPhase.Retiring], world.Actions.OfType<AdvanceAuthority>().Select(advance => advance.From));
        Assert.All(world.Nodes, member => Assert.Equal(3, member.Starts));
        await traffic.MoreAsync(10, limit.Token);
        await traffic.CheckAsync(limit.Token);
        Assert.DoesNotContain(world.Actions, action => action is ReportQuorumLost);

        var node = world.Nodes[0];
        using var shown = await node.Connection!.ShownCertificateAsync(node.ClientPort, limit.Token);
        Assert.False(LeafSecret.IsSignedBy(shown!, oldAuthority));
        using var late = new Etcd.Membership.MemberDialer(null).Connect(new Uri($"https://localhost:{node.ClientPort}"), "127.0.0.1", old! with { Authorities = world.Certificates()!.Authorities });
        await Assert.ThrowsAsync<Grpc.Core.RpcException>(() => late.StatusAsync(limit.Token));
    }

    private static CancellationTokenSource Limit()
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(_limit);
        return limit;
    }
}
