namespace Operon.Etcd.Planning;

/// <summary>The member list of the live cluster.</summary>
internal sealed record MembershipFacts
{
    public required ulong ClusterId { get; init; }

    public required IReadOnlyList<MemberFacts> Members { get; init; }

    /// <summary>
    /// The list was read after a linearizable read on the same member succeeded: there is a quorum, and no committed change is
    /// missing from the list. False: one member's own view, good for diagnosis only (M14).
    /// </summary>
    public bool IsConfirmed { get; init; }

    /// <summary>The version a downgrade that is under way leads to; null when none is.</summary>
    public EtcdVersion? DowngradeTarget { get; init; }

    /// <summary>Requests without credentials are refused: users and roles are in force.</summary>
    public bool IsAuthEnabled { get; init; }

    public IEnumerable<MemberFacts> Voters => Members.Where(member => !member.IsLearner);

    public IEnumerable<MemberFacts> Learners => Members.Where(member => member.IsLearner);

    public MemberFacts? Leader => Members.FirstOrDefault(member => member.IsLeader);

    public MemberFacts? Find(string name) => Members.FirstOrDefault(member => member.Name == name);
}
