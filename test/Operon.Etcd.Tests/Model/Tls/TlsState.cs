using Operon.Etcd.Api;
using Operon.Etcd.Objects;
using Operon.Etcd.Planning;
using Operon.Etcd.Tests.Objects;

namespace Operon.Etcd.Tests.Model;

/// <summary>
/// A cluster whose members have volumes and change over between plaintext and TLS. Two members count as connected only when each can dial the other:
/// stricter than etcd, which does with one direction.
/// </summary>
internal sealed record TlsState(bool WantsTls, string Slots, int Leader, int FaultsLeft)
{
    private static readonly DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly EtcdVersion _version = new(3, 5, 33);

    public int Count => Slots.Length;

    public bool HasQuorum => Majority is not null;

    public bool IsDone => Enumerable.Range(0, Count).All(i => this[i] is { IsUp: true } slot
        && (slot.HasCertificates, slot.ListensByTls, slot.ServesByTls, slot.UrlIsTls) == (WantsTls, WantsTls, WantsTls, WantsTls));

    private int? Majority => Enumerable.Range(0, Count).Select(i => (i + Leader) % Count).Cast<int?>()
        .FirstOrDefault(i => Enumerable.Range(0, Count).Count(j => j == i ? this[j].IsUp : AreConnected(i!.Value, j)) >= Quorum.Of(Count));

    public TlsSlot this[int index]
    {
        get
        {
            var bits = Slots[index] - 'A';
            return new((bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, (bits & 8) != 0, (bits & 16) != 0, (bits & 32) != 0);
        }
    }

    public static TlsState Start(int count, bool wantsTls, int faults)
    {
        var slot = new TlsSlot(true, true, !wantsTls, !wantsTls, !wantsTls, !wantsTls);
        return new TlsState(wantsTls, new string('A', count), 0, faults).With(Enumerable.Range(0, count).Select(_ => slot));
    }

    public TlsState With(int index, TlsSlot slot) => With(Enumerable.Range(0, Count).Select(i => i == index ? slot : this[i]));

    public EtcdAction Decide()
    {
        var observed = Observe();
        return EtcdPlanner.NextAction(new EtcdDesired { Size = Count, Version = _version, SeedName = "x", NextName = "y" }, observed);
    }

    /// <summary>The planner's action done; null when it does nothing.</summary>
    public TlsState? Do(EtcdAction action) => action switch
    {
        DeletePod pod => With(Index(pod.Name), this[Index(pod.Name)] with { HasPod = false, IsUp = false }),
        CreateMemberPod pod => With(Index(pod.Name), Made(pod.Name)),
        UpdatePeerUrl update => With(Index(update.Name), this[Index(update.Name)] with { UrlIsTls = update.IsTls }),
        MoveLeader move => this with { Leader = (int)move.TargetId - 1 },
        Wait or Settled or ReportQuorumLost => null,
        _ => throw new InvalidOperationException($"not expected: {action}"),
    };

    private static string Name(int index) => $"c-{index}";

    private static int Index(string name) => name[2] - '0';

    private TlsState With(IEnumerable<TlsSlot> slots)
    {
        var text = string.Concat(slots.Select(slot => (char)('A' + (slot.HasPod ? 1 : 0) + (slot.IsUp ? 2 : 0) + (slot.HasCertificates ? 4 : 0)
            + (slot.ListensByTls ? 8 : 0) + (slot.ServesByTls ? 16 : 0) + (slot.UrlIsTls ? 32 : 0))));
        var changed = this with { Slots = text };
        return changed.Majority is { } leader ? changed with { Leader = leader } : changed;
    }

    private bool AreConnected(int one, int other) => this[one].Dials(this[other]) && this[other].Dials(this[one]);

    // By the code that makes the real pod.
    private TlsSlot Made(string name)
    {
        var status = new EtcdClusterStatus { Tls = new EtcdTlsStatus { Source = "Auto", PeerSecret = "peer", ServerSecret = "server", OperatorSecret = "client" } };
        var cluster = Clusters.Example(WantsTls ? """{"size": 3, "TLS": {"auto": {}}}""" : """{"size": 3}""", "c") with { Status = status };
        var tls = MemberTls.For(new ClusterLayout(cluster), Observe(), name);
        return new TlsSlot(true, false, tls.Peer is not null, tls.ListensToPeersByTls, tls.Server is not null, this[Index(name)].UrlIsTls);
    }

    private EtcdObserved Observe() => new()
    {
        Now = _now,
        HasServices = true,
        HasFormed = true,
        RecordedClusterId = 7,
        CurrentVersion = _version,
        Pods = [.. Enumerable.Range(0, Count).Where(i => this[i].HasPod).Select(i => new PodFacts
        {
            Name = Name(i), Version = _version, CreatedAt = _now.AddHours(-1), Tls = new PodTls(this[i].HasCertificates, this[i].ListensByTls, this[i].ServesByTls),
        })],
        Claims = Enumerable.Range(0, Count).Select(Name).ToHashSet(),
        LastKnownMembers = [.. Enumerable.Range(0, Count).Select(i => new KnownMember(Name(i), _version, Url(i)))],
        Membership = new MembershipFacts
        {
            ClusterId = 7,
            IsConfirmed = HasQuorum,
            Members = [.. Enumerable.Range(0, Count).Select(Member)],
        },
        UnconfirmedSince = HasQuorum ? null : _now.AddHours(-1),
        Tls = new TlsFacts { WantsPeer = WantsTls, WantsClient = WantsTls },
    };

    private MemberFacts Member(int index)
    {
        var isHealthy = HasQuorum && (index == Leader || AreConnected(index, Leader));
        return new MemberFacts
        {
            Id = (ulong)index + 1,
            Name = Name(index),
            PeerUrls = [Url(index)],
            HasStarted = true,
            IsLeader = HasQuorum && index == Leader,
            IsHealthy = isHealthy,
            HealthySince = isHealthy ? _now.AddHours(-1) : null,
            UnhealthySince = isHealthy ? null : _now,
            ServerVersion = _version,
            AppliedIndex = 100,
        };
    }

    private string Url(int index) => $"{(this[index].UrlIsTls ? "https" : "http")}://{Name(index)}:2380";
}
