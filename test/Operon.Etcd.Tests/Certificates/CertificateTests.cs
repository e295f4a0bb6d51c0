using System.Security.Cryptography.X509Certificates;
using System.Text;
using Operon.Etcd.Certificates;
using Operon.Etcd.Objects;
using Operon.Etcd.Tests.Objects;
using Xunit;

namespace Operon.Etcd.Tests.Certificates;

public sealed class CertificateTests
{
    private static readonly DateTimeOffset _now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly Lifetimes _lifetimes = new(TimeSpan.FromHours(90), null, TimeSpan.FromHours(900));
    private static readonly ClusterLayout _layout = new(Clusters.Example("""{"size": 3, "TLS": {"auto": {}}}"""));
    private static readonly IReadOnlyList<LeafSpec> _leaves = LeafSpecs.Of(_layout);

    [Theory]
    [InlineData("2160h", 7776000)]
    [InlineData("1h30m", 5400)]
    [InlineData("45s", 45)]
    public void Durations_are_read_as_Kubernetes_writes_them(string text, int seconds)
    {
        Assert.True(Durations.TryParse(text, out var duration));
        Assert.Equal(TimeSpan.FromSeconds(seconds), duration);
    }

    [Theory]
    [InlineData("")]
    [InlineData("90")]
    [InlineData("0h")]
    [InlineData("3d")]
    [InlineData("-1h")]
    [InlineData("h")]
    public void What_is_no_duration_is_refused(string text) => Assert.False(Durations.TryParse(text, out _));

    [Fact]
    public void Certificates_verify_against_their_authority_for_their_names_and_uses()
    {
        var authority = Authority();
        foreach (var leaf in _leaves)
        {
            var data = LeafSecret.Render(leaf, null, authority, _lifetimes, _now);
            using var chain = new X509Chain();
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            chain.ChainPolicy.VerificationTime = _now.UtcDateTime;
            chain.ChainPolicy.CustomTrustStore.ImportFromPem(Encoding.UTF8.GetString(data[leaf.AuthorityKey]));
            foreach (var usage in leaf.Request.Usages)
            {
                chain.ChainPolicy.ApplicationPolicy.Add(new System.Security.Cryptography.Oid(usage));
            }

            using var certificate = LeafSecret.Certificate(data, leaf.CertificateKey)!;
            Assert.True(chain.Build(certificate), string.Join(", ", chain.ChainStatus.Select(status => status.StatusInformation)));
        }
    }

    [Fact]
    public void The_servers_certificate_carries_every_name_a_client_may_use()
    {
        var leaf = _leaves.Single(leaf => leaf.SecretName == "example-server-tls");
        using var certificate = LeafSecret.Certificate(LeafSecret.Render(leaf, null, Authority(), _lifetimes, _now), leaf.CertificateKey)!;
        foreach (var name in new[]
                 {
                     "example-abcdefghij.example.apps.svc", "example-abcdefghij.example.apps.svc.cluster.local", "example-client.apps.svc",
                     "example-client.apps.svc.cluster.local", "example-client", "localhost", "127.0.0.1",
                 })
        {
            Assert.True(certificate.MatchesHostname(name), name);
        }

        Assert.False(certificate.MatchesHostname("other-client.apps.svc"));
    }

    [Fact]
    public void A_custom_domain_and_extra_names_are_carried_too()
    {
        var layout = new ClusterLayout(Clusters.Example(
            """{"size": 3, "pod": {"ClusterDomain": ".corp.example"}, "TLS": {"auto": {"peer": false, "extraDnsNames": ["etcd.example.com"], "extraIpAddresses": ["192.0.2.7"]}}}"""));
        var names = LeafSpecs.Of(layout).Single(leaf => leaf.SecretName == "example-server-tls").Request.Names;
        Assert.Contains("*.example.apps.svc.corp.example", names.DnsNames);
        Assert.Contains("etcd.example.com", names.DnsNames);
        Assert.Contains("192.0.2.7", names.Addresses);
        Assert.DoesNotContain(LeafSpecs.Of(layout), leaf => leaf.SecretName == "example-peer-tls");
    }

    [Fact]
    public void No_key_of_the_authority_is_in_a_leaf_secret()
    {
        var authority = Authority();
        foreach (var leaf in _leaves)
        {
            var data = LeafSecret.Render(leaf, null, authority, _lifetimes, _now);
            Assert.Equal(3, data.Count);
            Assert.DoesNotContain(data.Values, bytes => Encoding.UTF8.GetString(bytes).Contains(authority.Signing.KeyPem.Trim(), StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_good_certificate_is_kept_and_renewed_at_two_thirds_of_its_life()
    {
        var authority = Authority();
        var leaf = _leaves[0];
        var data = LeafSecret.Render(leaf, null, authority, _lifetimes, _now);
        Assert.Null(LeafSecret.WhyDue(leaf, data, authority, _lifetimes, _now.AddHours(59)));
        Assert.Equal(data[leaf.CertificateKey], LeafSecret.Render(leaf, data, authority, _lifetimes, _now.AddHours(59))[leaf.CertificateKey]);

        Assert.NotNull(LeafSecret.WhyDue(leaf, data, authority, _lifetimes, _now.AddHours(61)));
        var renewed = LeafSecret.Render(leaf, data, authority, _lifetimes, _now.AddHours(61));
        Assert.NotEqual(data[leaf.CertificateKey], renewed[leaf.CertificateKey]);
        Assert.Null(LeafSecret.WhyDue(leaf, renewed, authority, _lifetimes, _now.AddHours(61)));
    }

    [Fact]
    public void A_new_name_or_a_broken_secret_makes_a_certificate_due()
    {
        var authority = Authority();
        var leaf = _leaves.Single(leaf => leaf.SecretName == "example-server-tls");
        var data = LeafSecret.Render(leaf, null, authority, _lifetimes, _now);
        var more = leaf with { Request = leaf.Request with { Names = new(["etcd.example.com"], []) } };
        Assert.Contains("lacks a name", LeafSecret.WhyDue(more, data, authority, _lifetimes, _now), StringComparison.Ordinal);

        data[leaf.PrivateKeyKey] = "broken"u8.ToArray();
        Assert.Contains("no usable certificate", LeafSecret.WhyDue(leaf, data, authority, _lifetimes, _now), StringComparison.Ordinal);
    }

    [Fact]
    public void A_rotation_trusts_the_next_authority_before_it_signs_and_drops_the_old_one_last()
    {
        var steady = Authority();
        var leaf = _leaves[0];
        var before = LeafSecret.Render(leaf, null, steady, _lifetimes, _now);

        var distributing = AuthorityPlan.Next("example", steady, null, "now", _lifetimes, _now);
        Assert.Equal(AuthorityPhase.Distributing, distributing.Phase);
        var both = LeafSecret.Render(leaf, before, distributing, _lifetimes, _now);
        Assert.Equal(before[leaf.CertificateKey], both[leaf.CertificateKey]);
        Assert.Contains(distributing.Next!.CertificatePem.Trim(), Encoding.UTF8.GetString(both[leaf.AuthorityKey]), StringComparison.Ordinal);
        Assert.Contains(steady.Signing.CertificatePem.Trim(), Encoding.UTF8.GetString(both[leaf.AuthorityKey]), StringComparison.Ordinal);

        // Who signs changes, whom to trust does not: nobody has to restart.
        var retiring = distributing.Promoted;
        Assert.Equal(distributing.Bundle, retiring.Bundle);
        var signed = LeafSecret.Render(leaf, both, retiring, _lifetimes, _now);
        using var certificate = LeafSecret.Certificate(signed, leaf.CertificateKey)!;
        Assert.True(LeafSecret.IsSignedBy(certificate, retiring.Signing.Certificate));

        var done = retiring.Retired;
        Assert.Equal(AuthorityPhase.Steady, done.Phase);
        Assert.DoesNotContain(steady.Signing.CertificatePem.Trim(), done.Bundle, StringComparison.Ordinal);
        Assert.Null(AuthorityPlan.WhyDue(done, "now", _now));
        Assert.NotNull(AuthorityPlan.WhyDue(done, "again", _now));
    }

    [Fact]
    public void The_authority_is_rotated_by_itself_at_two_thirds_of_its_life()
    {
        Assert.Null(AuthorityPlan.WhyDue(Authority(), null, _now.AddHours(599)));
        Assert.NotNull(AuthorityPlan.WhyDue(Authority(), null, _now.AddHours(601)));
    }

    [Fact]
    public void An_authority_whose_secret_is_lost_stays_trusted_until_the_new_one_is()
    {
        var lost = Authority();
        var leaf = _leaves[0];
        var data = LeafSecret.Render(leaf, null, lost, _lifetimes, _now);
        var state = AuthorityPlan.Next("example", null, lost.Signing.Certificate, null, _lifetimes, _now);
        Assert.Equal(AuthorityPhase.Distributing, state.Phase);
        Assert.False(state.Signing.HasKey);
        Assert.Equal(data[leaf.CertificateKey], LeafSecret.Render(leaf, data, state, _lifetimes, _now)[leaf.CertificateKey]);
        Assert.True(state.Promoted.Signing.HasKey);
    }

    [Fact]
    public void The_secret_of_the_authority_gives_back_what_was_written_in_every_phase()
    {
        var steady = Authority();
        var distributing = AuthorityPlan.Next("example", steady, null, "now", _lifetimes, _now);
        foreach (var state in new[] { steady, distributing, distributing.Promoted, distributing.Promoted.Retired })
        {
            var secret = new k8s.Models.V1Secret { Metadata = new() };
            AuthoritySecret.Write(state, secret);
            var read = AuthoritySecret.Read(secret)!;
            Assert.Equal((state.Phase, state.Bundle, state.Signing.KeyPem, state.HandledRequest), (read.Phase, read.Bundle, read.Signing.KeyPem, read.HandledRequest));
        }
    }

    private static AuthorityState Authority() => AuthorityPlan.Next("example", null, null, null, _lifetimes, _now);
}
