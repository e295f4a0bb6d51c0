namespace Operon.Etcd.Planning;

/// <summary>A member as the last written status remembers it: only used while etcd itself cannot tell.</summary>
internal sealed record KnownMember(string Name, EtcdVersion? PodVersion, string? PeerUrl = null);
