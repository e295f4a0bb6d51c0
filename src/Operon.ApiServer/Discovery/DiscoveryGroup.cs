namespace Operon.ApiServer.Discovery;

/// <summary>A group with its served versions, preferred first.</summary>
internal sealed record DiscoveryGroup(string Name, IReadOnlyList<DiscoveryVersion> Versions);

/// <summary>A version with its resources by name.</summary>
internal sealed record DiscoveryVersion(string Name, IReadOnlyList<ResourceDefinition> Resources);
