using Operon.Etcd.Api;
using Operon.Etcd.Certificates;
using Operon.Etcd.Membership;
using Operon.Etcd.Objects;
using Operon.Etcd.Planning;
using Operon.Etcd.Reconciling;
using Operon.Etcd.Tests.Objects;
using Operon.Etcd.Tests.Planning;
using Xunit;

namespace Operon.Etcd.Tests.Reconciling;

public sealed class CertificateStatusTests
{
    private const string Auto = """{"size": 3, "TLS": {"auto": {}}}""";

    [Fact]
    public void Every_certificate_is_shown_with_its_end_and_its_renewal()
    {
        var status = Build(Auto, With(new CertificateFacts("c-peer-tls", Facts.Now.AddDays(90), Facts.Now.AddDays(60))));
        var shown = Assert.Single(status.Certificates!);
        Assert.Equal(("c-peer-tls", "2027-02-20T12:00:00Z", "2027-01-21T12:00:00Z"), (shown.Name, shown.NotAfter, shown.Renewal));
        Assert.Equal(("True", "CertificatesValid"), Condition(status));
        Assert.Equal(("Auto", "example-peer-tls", "Steady"), (status.Tls!.Source, status.Tls.PeerSecret, status.Tls.Authority));
    }

    [Theory]
    [InlineData(-1, null, "False", "CertificateExpired")]
    [InlineData(5, null, "True", "CertificatesExpiring")]
    [InlineData(20, null, "True", "CertificatesValid")]
    [InlineData(5, -20, "True", "CertificatesExpiring")]
    [InlineData(5, 1, "True", "CertificatesValid")]
    public void An_end_that_comes_near_is_told(int endsInDays, int? renewalInDays, string status, string reason) =>
        Assert.Equal((status, reason), Condition(Build(Auto, With(new CertificateFacts(
            "s", Facts.Now.AddDays(endsInDays), renewalInDays is { } days ? Facts.Now.AddDays(days) : null)))));

    [Fact]
    public void What_is_missing_or_refused_is_told_and_a_rotation_is_named()
    {
        Assert.Equal(("False", "CertificateMissing"), Condition(Build(Auto, new TlsFacts { Missing = "secret s does not exist", MissingReason = "CertificateMissing" })));
        Assert.Equal(("True", "AuthorityRotating"), Condition(Build(Auto, With() with { Authority = AuthorityPhase.Retiring })));
        var refused = SupportFacts.None with { Refused = new Dictionary<string, string> { ["Certificate c-peer-tls"] = "not found" } };
        Assert.Equal(("False", "CertManagerNotUsable"), Condition(Build(Auto, new TlsFacts { Missing = "x" }, refused)));
    }

    [Fact]
    public void The_source_is_remembered_until_no_member_uses_it_any_more()
    {
        var before = new EtcdClusterStatus { Tls = new EtcdTlsStatus { Source = "Auto", PeerSecret = "example-peer-tls" } };
        var some = Facts.Three().WithPod(Facts.Pod("c-b") with { Tls = new PodTls(true, true, false) });
        Assert.NotNull(Build("""{"size": 3}""", new TlsFacts(), observed: some, before: before).Tls);
        Assert.NotNull(Build("""{"size": 3}""", new TlsFacts(), observed: Facts.Three().WithUrl("c-a", "https"), before: before).Tls);
        Assert.NotNull(Build("""{"size": 3}""", new TlsFacts(), observed: Facts.Three().WithoutQuorum(), before: before).Tls);
        Assert.Null(Build("""{"size": 3}""", new TlsFacts(), before: before).Tls);
    }

    private static TlsFacts With(params CertificateFacts[] certificates) => new() { WantsPeer = true, WantsClient = true, Certificates = certificates };

    private static (string?, string?) Condition(EtcdClusterStatus status) =>
        status.Conditions!.FirstOrDefault(condition => condition.Type == CertificateStatus.Valid) is { } found ? (found.Status, found.Reason) : default;

    private static EtcdClusterStatus Build(string spec, TlsFacts tls, SupportFacts? support = null, EtcdObserved? observed = null, EtcdClusterStatus? before = null)
    {
        var cluster = Clusters.Example(spec) with { Status = before };
        return StatusBuilder.Build(
            new ClusterSnapshot
            {
                Layout = new ClusterLayout(cluster),
                Desired = Facts.Desired(),
                Observed = (observed ?? Facts.Three()) with { Tls = tls, Support = support },
                Parts = new PodParts(),
                Connections = new Dictionary<string, IMemberConnection>(),
            },
            new Settled());
    }
}
