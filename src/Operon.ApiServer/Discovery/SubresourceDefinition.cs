namespace Operon.ApiServer.Discovery;

/// <summary>A subresource and the kind its bodies have (Scale, Eviction, TokenRequest ... or the parent's kind).</summary>
internal sealed record SubresourceDefinition(string Name, string Group, string Version, string Kind, IReadOnlyList<string> Verbs);
