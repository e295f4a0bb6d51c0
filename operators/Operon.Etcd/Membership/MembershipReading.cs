using Operon.Etcd.Planning;

namespace Operon.Etcd.Membership;

/// <summary>One look at all members at once.</summary>
/// <param name="Membership">The member list with each member's own state; null when nobody gave a list.</param>
/// <param name="Foreign">Members that report another cluster ID than the list.</param>
internal sealed record MembershipReading(MembershipFacts? Membership, IReadOnlyList<string> Foreign)
{
    public static MembershipReading Nothing { get; } = new(null, []);
}
