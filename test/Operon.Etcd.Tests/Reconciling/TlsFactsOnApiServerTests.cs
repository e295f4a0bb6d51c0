using System.Text;
using k8s.Models;
using Operon.Etcd.Certificates;
using Operon.Etcd.Membership;
using Operon.Etcd.Objects;
using Operon.Etcd.Planning;
using Operon.Etcd.Reconciling;
using Operon.Etcd.Tests.Objects;
using Operon.Etcd.Tests.Planning;
using Operon.Kubernetes;
using Operon.Testing;
using Xunit;

namespace Operon.Etcd.Tests.Reconciling;

/// <summary>What is read of, and written to, the secrets of certificates.</summary>
public sealed class TlsFactsOnApiServerTests : IAsyncLifetime
{
    private const string Auto = """{"size": 3, "TLS": {"auto": {}}}""";
    private const string Static = """{"size": 3, "TLS": {"static": {"member": {"peerSecret": "p", "serverSecret": "s"}, "operatorSecret": "c"}}}""";
    private TestCluster _cluster = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _cluster = await TestCluster.StartAsync(new() { AlwaysInProcess = true }, Cancel);
        await _cluster.Client.Resource(ResourceKinds.Namespace).CreateAsync(new V1Namespace { Metadata = new() { Name = "apps" } }, Cancel);
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Automatic_certificates_are_due_until_they_are_written_and_again_when_one_is_deleted()
    {
        Assert.NotNull((await FactsAsync(Auto)).Due);
        Assert.Null(await Certificates().WriteAsync(Layout(Auto), Cancel));
        var facts = await FactsAsync(Auto);
        Assert.Null(facts.Due);
        Assert.Equal(["example-peer-tls", "example-server-tls", "example-client-tls", "example-ca"], facts.Certificates.Select(one => one.Name));

        var kept = await DataAsync("example-server-tls", "server.crt");
        await _cluster.Client.Resource(ResourceKinds.Secret).DeleteAsync("apps", "example-peer-tls", Cancel);
        Assert.Contains("example-peer-tls does not exist", (await FactsAsync(Auto)).Due, StringComparison.Ordinal);
        await Certificates().WriteAsync(Layout(Auto), Cancel);
        var after = await FactsAsync(Auto);
        Assert.Equal((null, facts.Trust), (after.Due, after.Trust));
        Assert.Equal(kept, await DataAsync("example-server-tls", "server.crt"));
    }

    [Fact]
    public async Task A_lost_authority_is_followed_by_one_that_nobody_has_to_trust_at_once()
    {
        await Certificates().WriteAsync(Layout(Auto), Cancel);
        var old = await DataAsync("example-ca", "ca.crt");
        var leaf = await DataAsync("example-peer-tls", "peer.crt");
        await _cluster.Client.Resource(ResourceKinds.Secret).DeleteAsync("apps", "example-ca", Cancel);
        await Certificates().WriteAsync(Layout(Auto), Cancel);
        var facts = await FactsAsync(Auto);
        Assert.Equal((null, AuthorityPhase.Distributing), (facts.Due, facts.Authority));
        Assert.Equal(leaf, await DataAsync("example-peer-tls", "peer.crt"));
        Assert.Contains(old.Trim(), await DataAsync("example-peer-tls", "peer-ca.crt"), StringComparison.Ordinal);

        await Certificates().AdvanceAsync(Layout(Auto), AuthorityPhase.Distributing, Cancel);
        await Certificates().WriteAsync(Layout(Auto), Cancel);
        Assert.NotEqual(leaf, await DataAsync("example-peer-tls", "peer.crt"));
        Assert.Equal(facts.Trust, (await FactsAsync(Auto)).Trust);
        await Certificates().AdvanceAsync(Layout(Auto), AuthorityPhase.Retiring, Cancel);
        await Certificates().WriteAsync(Layout(Auto), Cancel);
        Assert.DoesNotContain(old.Trim(), await DataAsync("example-peer-tls", "peer-ca.crt"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_phase_is_left_once_however_often_it_is_asked_for()
    {
        await Certificates().WriteAsync(Layout(Auto), Cancel);
        await Certificates().AdvanceAsync(Layout(Auto), AuthorityPhase.Distributing, Cancel);
        await Certificates().AdvanceAsync(Layout(Auto), AuthorityPhase.Retiring, Cancel);
        Assert.Equal(AuthorityPhase.Steady, (await FactsAsync(Auto)).Authority);
    }

    [Fact]
    public async Task Somebody_elses_secret_is_never_overwritten()
    {
        await CreateAsync("example-ca", new() { ["ca.crt"] = "mine" });
        Assert.Contains("does not belong to this cluster", (await Assert.ThrowsAsync<InvalidSpecException>(() => FactsAsync(Auto))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_certificates_name_what_is_missing_and_a_changed_authority_of_members_restarts_them()
    {
        Assert.Equal("secret p does not exist", (await FactsAsync(Static)).Missing);
        var authority = AuthorityPlan.Next("example", null, null, null, Lifetimes.Default, DateTimeOffset.UtcNow);
        foreach (var leaf in LeafSpecs.Of(Layout(Static)))
        {
            var data = LeafSecret.Render(leaf, null, authority, Lifetimes.Default, DateTimeOffset.UtcNow);
            await CreateAsync(leaf.SecretName, data.ToDictionary(entry => entry.Key, entry => Encoding.UTF8.GetString(entry.Value)));
        }

        var facts = await FactsAsync(Static);
        Assert.Equal((null, 3, null), (facts.Missing, facts.Certificates.Count, facts.Certificates[0].Renewal));
        await ChangeAsync("c", "etcd-client-ca.crt");
        Assert.Equal(facts.Trust, (await FactsAsync(Static)).Trust);
        await ChangeAsync("p", "peer-ca.crt");
        Assert.NotEqual(facts.Trust, (await FactsAsync(Static)).Trust);
    }

    private static ClusterLayout Layout(string spec) => new(Clusters.Example(spec));

    private AutoCertificates Certificates() => new(_cluster.Client, TimeProvider.System);

    private async Task<TlsFacts> FactsAsync(string spec)
    {
        using var memory = new ClusterMemory("0b7e", new MemberDialer(null));
        var context = new FactContext { Layout = Layout(spec), Memory = memory, Pods = [], Connections = new Dictionary<string, IMemberConnection>() };
        return (await new TlsFactReader(_cluster.Client, Certificates(), TimeProvider.System).ReadAsync(context, Facts.Three(), Cancel)).Tls!;
    }

    private async Task<string> DataAsync(string secret, string key) =>
        Encoding.UTF8.GetString((await _cluster.Client.Resource(ResourceKinds.Secret).GetAsync("apps", secret, Cancel)).Data[key]);

    private Task<V1Secret> CreateAsync(string name, Dictionary<string, string> data) => _cluster.Client.Resource(ResourceKinds.Secret).CreateAsync(
        new V1Secret { Metadata = new() { Name = name, NamespaceProperty = "apps" }, StringData = data }, Cancel);

    private async Task ChangeAsync(string name, string key)
    {
        var secret = await _cluster.Client.Resource(ResourceKinds.Secret).GetAsync("apps", name, Cancel);
        secret.Data[key] = [.. secret.Data[key], (byte)'\n'];
        await _cluster.Client.Resource(ResourceKinds.Secret).UpdateAsync(secret, Cancel);
    }
}
