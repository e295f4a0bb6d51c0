namespace Operon.Testing;

/// <summary>A right somebody needed and did not have.</summary>
/// <param name="Group">API group; empty for the core group.</param>
/// <param name="Resource">Plural, with the subresource after a slash when there is one; a path for what is no resource.</param>
/// <param name="Verb">RBAC verb.</param>
/// <param name="Namespace">Where; null for the whole cluster.</param>
/// <param name="Count">How many requests needed it.</param>
/// <param name="First">The first of them.</param>
public sealed record MissingRight(string Group, string Resource, string Verb, string? Namespace, int Count, TestRequest First);
