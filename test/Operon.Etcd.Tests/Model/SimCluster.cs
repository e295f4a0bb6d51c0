using System.Collections.Immutable;
using System.Text;
using Operon.Etcd.Planning;

namespace Operon.Etcd.Tests.Model;

/// <summary>
/// One state of a simulated cluster: etcd's member list under etcd's own rules (quorum, mayAddMember, mayRemoveMember, one learner), pods, claims
/// and what the operator wrote to status. Immutable; every transition gives a new state.
/// </summary>
internal sealed record SimCluster
{
    public static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset _longAgo = Now.AddHours(-1);
    private static readonly EtcdVersion _version = new(3, 5, 33);

    public required int Size { get; init; }

    public required bool IsDurable { get; init; }

    public required bool HasLearners { get; init; }

    public ImmutableList<SimMember> Members { get; init; } = [];

    public ImmutableSortedDictionary<string, SimPod> Pods { get; init; } = ImmutableSortedDictionary<string, SimPod>.Empty;

    /// <summary>Claims and whose data they hold.</summary>
    public ImmutableSortedDictionary<string, ulong?> Claims { get; init; } = ImmutableSortedDictionary<string, ulong?>.Empty;

    public ImmutableList<string> Known { get; init; } = [];

    public bool HasServices { get; init; }

    public bool IsRecorded { get; init; }

    public int NextNumber { get; init; } = 1;

    public int FaultsLeft { get; init; }

    /// <summary>Written by a rule of etcd or Kubernetes that was broken; such a state ends the exploration.</summary>
    public string? Broken { get; init; }

    public IEnumerable<SimMember> Voters => Members.Where(member => !member.IsLearner);

    public int OpenChanges => Members.Count(member => member.IsLearner || !member.HasStarted);

    public bool IsUp(SimMember member) => Pods.TryGetValue(member.Name, out var pod) && pod.Phase == SimPhase.Running && pod.Data == member.Id;

    public bool HasQuorum => Members.Count > 0 && Voters.Count(IsUp) >= Quorum.Of(Voters.Count());

    /// <summary>The directory of this member still exists somewhere.</summary>
    public bool HasData(SimMember member) =>
        (Pods.TryGetValue(member.Name, out var pod) && pod.Phase != SimPhase.Failed && pod.Data == member.Id)
        || (Claims.TryGetValue(member.Name, out var data) && data == member.Id);

    public bool CanRecover => Members.Count > 0 && Voters.Count(voter => HasData(voter) || !voter.HasStarted) >= Quorum.Of(Voters.Count());

    public SimMember? Leader => HasQuorum ? Voters.Where(IsUp).MinBy(voter => voter.Id) : null;

    public EtcdDesired Desired => new() { Size = Size, Version = _version, SeedName = "c-seed", NextName = $"c-{NextNumber}" };

    public EtcdObserved Observe() => new()
    {
        Now = Now,
        HasServices = HasServices,
        HasFormed = IsRecorded,
        RecordedClusterId = IsRecorded ? 7 : null,
        CurrentVersion = _version,
        Pods = [.. Pods.Values.Select(pod => new PodFacts { Name = pod.Name, Version = _version, IsFinished = pod.Phase == SimPhase.Failed, CreatedAt = _longAgo })],
        Claims = Claims.Keys.ToHashSet(),
        LastKnownMembers = [.. Known.Select(name => new KnownMember(name, _version))],
        Membership = Members.Any(IsUp) ? Membership() : null,
        UnconfirmedSince = HasQuorum ? null : _longAgo,
    };

    private MembershipFacts Membership() => new()
    {
        ClusterId = 7,
        IsConfirmed = HasQuorum,
        Members = [.. Members.Select(member => new MemberFacts
        {
            Id = member.Id,
            Name = member.Name,
            HasStarted = member.HasStarted,
            IsLearner = member.IsLearner,
            IsLeader = member == Leader,
            IsHealthy = HasQuorum && IsUp(member),
            HealthySince = HasQuorum && IsUp(member) ? _longAgo : null,
            UnhealthySince = HasQuorum && IsUp(member) ? null : Now,
            ServerVersion = HasLearners ? _version : new EtcdVersion(3, 2, 13),
            AppliedIndex = 100,
        })],
    };

    /// <summary>Two states that differ only in the numbers of names and ids are still told apart: exploring a few twice is cheaper than a canonical form.</summary>
    public string Key()
    {
        var text = new StringBuilder();
        text.Append(HasServices).Append(IsRecorded).Append(FaultsLeft).Append(Size).Append('|').AppendJoin(';', Members).Append('|');
        text.AppendJoin(';', Pods.Values).Append('|').AppendJoin(';', Claims).Append('|').AppendJoin(';', Known);
        return text.ToString();
    }
}
