using k8s.Models;

namespace Operon.Testing;

/// <summary>A user whose rights a test is about.</summary>
/// <param name="Name">User name.</param>
/// <param name="Rules">What the user may do, in all namespaces.</param>
public sealed record TestUser(string Name, params IReadOnlyList<V1PolicyRule> Rules);
