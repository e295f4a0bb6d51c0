using System.Net;

namespace Operon.LocalCluster.Networking;

/// <summary>A service address and port, and the ready pods behind it.</summary>
internal sealed record ServiceEndpoint(IPAddress Address, int Port, IReadOnlyList<IPEndPoint> Backends);
