using System.Net;

namespace Operon.LocalCluster.Networking;

/// <summary>The network of one pod.</summary>
/// <param name="Address">Its address on the bridge.</param>
/// <param name="NamespacePath">File that holds its network namespace.</param>
/// <param name="HostInterface">The bridge's end of its veth pair: what fault injection cuts.</param>
internal sealed record PodNetwork(IPAddress Address, string NamespacePath, string HostInterface);
