using System.Text;
using Operon.Etcd.Api;
using Operon.Etcd.Certificates;
using Operon.Etcd.Membership;
using Operon.Etcd.Objects;
using Operon.Etcd.Planning;
using Operon.Etcd.Tests.Objects;
using Operon.Etcd.Versions;
using Xunit;

namespace Operon.Etcd.Tests.Tls;

/// <summary>
/// Three real members, a folder that stands for their secret volumes, and the planner: what it decides is done to the processes. Claims exist, so a
/// deleted pod is a restart with the same directory.
/// </summary>
internal sealed class TlsWorld : IAsyncDisposable
{
    private static readonly Lifetimes _lifetimes = Lifetimes.Default;
    private readonly string _folder = Directory.CreateTempSubdirectory("operon-tls-").FullName;
    private readonly Dictionary<string, Dictionary<string, byte[]>> _secrets = [];
    private readonly HealthClock _clock = new();
    private readonly EtcdVersion _version;
    private EtcdCluster _cluster;

    public TlsWorld(string tls, EtcdBinaries etcd)
    {
        _version = new(etcd.Version.Major, etcd.Version.Minor, etcd.Version.Build);
        _cluster = Cluster(tls);
        Nodes = [.. new[] { "example-a", "example-b", "example-c" }.Select(name => new TlsNode(name, _folder, etcd))];
    }

    public IReadOnlyList<TlsNode> Nodes { get; }

    public AuthorityState? Authority { get; private set; }

    public List<EtcdAction> Actions { get; } = [];

    public MembershipFacts? Membership { get; private set; }

    public ClusterLayout Layout => new(_cluster);

    public void Change(string tls) => _cluster = Cluster(tls) with
    {
        Status = new EtcdClusterStatus { Tls = new EtcdTlsStatus { Source = TlsSecrets.Auto, PeerSecret = "example-peer-tls", ServerSecret = "example-server-tls", OperatorSecret = "example-client-tls" } },
    };

    public void Rotate() => Authority = AuthorityPlan.Next("example", Authority, null, Guid.NewGuid().ToString(), _lifetimes, DateTimeOffset.UtcNow);

    /// <summary>New certificates of the same authority, as a renewal brings them.</summary>
    public void Renew()
    {
        _secrets.Clear();
        WriteSecrets();
    }

    public void Form()
    {
        WriteSecrets();
        List<KeyValuePair<string, string>> initial = [.. Nodes.Select(node => new KeyValuePair<string, string>(node.Name, node.PeerUrl(Layout.HasPeerTls)))];
        foreach (var node in Nodes)
        {
            node.Start(Layout, MemberTls.AsAskedFor(Layout, Trust), initial, Certificates());
        }
    }

    /// <summary>Decides and acts until the planner has nothing more to do. A quorum that is reported lost, or a second member that is down, fails the test.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            WriteSecrets();
            var observed = await ObserveAsync(cancellationToken);
            var action = EtcdPlanner.NextAction(new EtcdDesired { Size = 3, Version = _version, SeedName = "x", NextName = "y" }, observed);
            Actions.Add(action);
            switch (action)
            {
                case Settled:
                    return;
                case Wait wait:
                    await Task.Delay(Math.Min(200, (int)wait.Delay.TotalMilliseconds), cancellationToken);
                    break;
                default:
                    await DoAsync(action, observed, cancellationToken);
                    break;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes)
        {
            await node.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private string? Trust => Authority is { } authority && Layout.Secrets.Source is not null ? AuthorityState.TrustOf(authority.Bundle) : null;

    private async Task DoAsync(EtcdAction action, EtcdObserved observed, CancellationToken cancellationToken)
    {
        var leader = Nodes.FirstOrDefault(node => node.Name == observed.Membership?.Leader?.Name);
        switch (action)
        {
            case DeletePod pod:
                var node = Nodes.Single(node => node.Name == pod.Name);
                await node.StopAsync();
                WriteSecrets();
                node.Start(Layout, MemberTls.For(Layout, observed, pod.Name), [new(node.Name, node.PeerUrl(false))], Certificates());
                break;
            case UpdatePeerUrl update:
                await leader!.Connection!.UpdateAsync(update.MemberId, Nodes.Single(node => node.Name == update.Name).PeerUrl(update.IsTls), cancellationToken);
                break;
            case MoveLeader move:
                await leader!.Connection!.MoveLeaderAsync(move.TargetId, cancellationToken);
                break;
            case AdvanceAuthority advance:
                Authority = advance.From == AuthorityPhase.Distributing ? Authority!.Promoted : Authority!.Retired;
                break;
            default:
                Assert.Fail($"not expected here: {action}");
                break;
        }
    }

    private async Task<EtcdObserved> ObserveAsync(CancellationToken cancellationToken)
    {
        var connections = Nodes.Where(node => node.Connection is not null).ToDictionary(node => node.Name, node => node.Connection!);
        var reading = await MembershipReader.ReadAsync(connections, _clock, TimeProvider.System, cancellationToken);
        Membership = reading.Membership;
        HashSet<string> showing = [];
        if (Authority is { Phase: AuthorityPhase.Retiring } retiring)
        {
            foreach (var node in Nodes)
            {
                using var shown = await node.Connection!.ShownCertificateAsync(node.PeerPort, cancellationToken);
                if (shown is not null && LeafSecret.IsSignedBy(shown, retiring.Signing.Certificate))
                {
                    showing.Add(node.Name);
                }
            }
        }

        return new EtcdObserved
        {
            Now = DateTimeOffset.UtcNow,
            HasServices = true,
            HasFormed = true,
            RecordedClusterId = Membership?.ClusterId,
            CurrentVersion = _version,
            Pods = [.. Nodes.Select(node => new PodFacts { Name = node.Name, Version = _version, Tls = node.Pod })],
            Claims = Nodes.Select(node => node.Name).ToHashSet(),
            LastKnownMembers = [.. Nodes.Select(node => new KnownMember(node.Name, _version))],
            Membership = Membership,
            UnconfirmedSince = _clock.UnconfirmedSince,
            Tls = new TlsFacts
            {
                WantsPeer = Layout.HasPeerTls,
                WantsClient = Layout.HasClientTls,
                Trust = Trust,
                Authority = Layout.Secrets.Source is null ? AuthorityPhase.Steady : Authority?.Phase ?? AuthorityPhase.Steady,
                ShowingNew = showing,
            },
        };
    }

    // What the kubelet does: every volume holds what its secret holds.
    private void WriteSecrets()
    {
        if (Layout.Secrets.Source is null)
        {
            return;
        }

        Authority ??= AuthorityPlan.Next("example", null, null, null, _lifetimes, DateTimeOffset.UtcNow);
        foreach (var (leaf, directory) in LeafSpecs.Of(Layout).Zip(Directories()))
        {
            // Peers on loopback show up with its address.
            var local = leaf with { Request = leaf.Request with { Names = leaf.Request.Names.Count == 0 ? leaf.Request.Names : new(leaf.Request.Names.DnsNames, ["127.0.0.1"]) } };
            var now = DateTimeOffset.UtcNow;
            var data = LeafSecret.Render(local, _secrets.GetValueOrDefault(leaf.SecretName), Authority, _lifetimes, now);
            _secrets[leaf.SecretName] = data;
            Directory.CreateDirectory(directory);
            foreach (var (key, bytes) in data)
            {
                var path = Path.Combine(directory, key);
                if (!File.Exists(path) || !File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes))
                {
                    File.WriteAllBytes(path + ".new", bytes);
                    File.Move(path + ".new", path, overwrite: true);
                }
            }
        }
    }

    private IEnumerable<string> Directories()
    {
        if (Layout.HasPeerTls)
        {
            yield return Path.Combine(_folder, "member/peer-tls");
        }

        if (Layout.HasClientTls)
        {
            yield return Path.Combine(_folder, "member/server-tls");
            yield return Path.Combine(_folder, "operator/etcd-tls");
        }
    }

    public ClientCertificates? Certificates() =>
        _secrets.TryGetValue("example-client-tls", out var data) ? ClientCertificates.Read(data, new TlsSecret("x", "etcd-client.crt", "etcd-client.key", "etcd-client-ca.crt"), Guid.NewGuid().ToString()) : null;

    private static EtcdCluster Cluster(string tls) => Clusters.Example($$"""{"size": 3, "TLS": {{tls}}}""");
}
