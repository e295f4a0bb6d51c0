using Operon.Etcd.Planning;

namespace Operon.Etcd.Tests.Planning;

/// <summary>Builds the facts of a formed cluster whose members are healthy and quiet unless a test says otherwise.</summary>
internal static class Facts
{
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    public static readonly EtcdVersion Running = new(3, 5, 33);

    public static EtcdDesired Desired(int size = 3, EtcdVersion? version = null) =>
        new() { Size = size, Version = version ?? Running, SeedName = "c-seed", NextName = "c-next" };

    public static MemberFacts Voter(string name, bool isLeader = false) => new()
    {
        Id = (ulong)name.GetHashCode(StringComparison.Ordinal) & 0xffff,
        Name = name,
        HasStarted = true,
        IsLeader = isLeader,
        IsHealthy = true,
        HealthySince = Now.AddMinutes(-1),
        ServerVersion = Running,
        AppliedIndex = 100,
    };

    public static MemberFacts Learner(string name) => Voter(name) with { IsLearner = true };

    public static MemberFacts Down(this MemberFacts member, TimeSpan? since = null) =>
        member with { IsHealthy = false, HealthySince = null, UnhealthySince = Now - (since ?? TimeSpan.FromSeconds(2)), ServerVersion = null, AppliedIndex = 0 };

    public static MemberFacts NeverStarted(this MemberFacts member) => member.Down() with { HasStarted = false };

    public static PodFacts Pod(string name, EtcdVersion? version = null) =>
        new() { Name = name, Version = version ?? Running, CreatedAt = Now.AddMinutes(-5) };

    /// <summary>A formed cluster with one pod per member; the first voter leads.</summary>
    public static EtcdObserved Formed(params MemberFacts[] members) => new()
    {
        Now = Now,
        HasServices = true,
        HasFormed = true,
        RecordedClusterId = 7,
        CurrentVersion = Running,
        Pods = [.. members.Select(member => Pod(member.Name))],
        LastKnownMembers = [.. members.Select(member => new KnownMember(member.Name, Running))],
        Membership = new MembershipFacts { ClusterId = 7, IsConfirmed = true, Members = members },
    };

    public static EtcdObserved Three() => Formed(Voter("c-a", isLeader: true), Voter("c-b"), Voter("c-c"));

    public static EtcdObserved WithoutPod(this EtcdObserved observed, string name) =>
        observed with { Pods = [.. observed.Pods.Where(pod => pod.Name != name)] };

    public static EtcdObserved WithPod(this EtcdObserved observed, PodFacts pod) =>
        observed with { Pods = [.. observed.Pods.Where(other => other.Name != pod.Name), pod] };

    public static EtcdObserved WithClaims(this EtcdObserved observed, params string[] names) => observed with { Claims = names.ToHashSet() };

    public static EtcdObserved WithoutQuorum(this EtcdObserved observed, TimeSpan? since = null) => observed with
    {
        Membership = observed.Membership! with { IsConfirmed = false },
        UnconfirmedSince = Now - (since ?? TimeSpan.FromMinutes(1)),
    };

    public static EtcdObserved WithUrl(this EtcdObserved observed, string name, string scheme) => observed with
    {
        Membership = observed.Membership! with
        {
            Members = [.. observed.Membership.Members.Select(member => member.Name == name ? member with { PeerUrls = [$"{scheme}://{name}:2380"] } : member)],
        },
    };
}
