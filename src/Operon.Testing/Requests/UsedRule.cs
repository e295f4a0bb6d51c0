namespace Operon.Testing;

/// <summary>A right somebody made use of.</summary>
/// <param name="Group">API group; empty for the core group.</param>
/// <param name="Resource">Plural, with the subresource after a slash when there is one.</param>
/// <param name="Verbs">RBAC verbs, sorted.</param>
public sealed record UsedRule(string Group, string Resource, IReadOnlyList<string> Verbs);
