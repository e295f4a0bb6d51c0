using System.Net;

namespace Operon.LocalCluster.Networking;

/// <summary>The fixed addresses of a local cluster's network.</summary>
internal static class ClusterAddresses
{
    public const string Bridge = "br0";

    /// <summary>Locally administered, and fixed: see <see cref="ClusterNetwork.CreateAsync"/>.</summary>
    public const string BridgeHardwareAddress = "02:4f:70:65:72:6e";

    public const string Domain = "cluster.local";

    /// <summary>Prefix length of the pod network 10.77.0.0/16.</summary>
    public const int PodPrefixLength = 16;

    /// <summary>The bridge: the pods' default route, and the source of everything the cluster process dials.</summary>
    public static readonly IPAddress Gateway = IPAddress.Parse("10.77.0.1");

    /// <summary>Service address of the API server.</summary>
    public static readonly IPAddress ApiServer = IPAddress.Parse("10.96.0.1");

    /// <summary>Service address of the cluster DNS.</summary>
    public static readonly IPAddress Dns = IPAddress.Parse("10.96.0.10");
}
