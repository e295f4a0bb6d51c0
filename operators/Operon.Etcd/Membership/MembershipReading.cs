using Operon.Etcd.Planning;

namespace Operon.Etcd.Membership;

/// <summary>One look at all members at once.</summary>
/// <param name="Membership">The member list with each member's own state; null when nobody gave a list.</param>
/// <param name="Foreign">Members that report another cluster ID than the list.</param>
/// <param name="States">What each member that answers says about itself, by its pod's name.</param>
internal sealed record MembershipReading(MembershipFacts? Membership, IReadOnlyList<string> Foreign, IReadOnlyDictionary<string, MemberState> States);
