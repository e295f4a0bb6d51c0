using k8s.Models;

namespace Operon.Testing;

/// <summary>The rules of one role.</summary>
/// <param name="Role">Name of the role, for messages.</param>
/// <param name="Namespace">Where they hold; null for everywhere.</param>
/// <param name="Rules">The rules.</param>
public sealed record RoleGrant(string Role, string? Namespace, IReadOnlyList<V1PolicyRule> Rules);
