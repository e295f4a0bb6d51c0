namespace Operon.Kubernetes;

/// <summary>One page of a list.</summary>
/// <param name="Items">The objects.</param>
/// <param name="ResourceVersion">Version of the collection: where a watch goes on.</param>
/// <param name="Continue">Token of the next page; null on the last.</param>
public sealed record ResourceList<T>(IReadOnlyList<T> Items, string ResourceVersion, string? Continue);
