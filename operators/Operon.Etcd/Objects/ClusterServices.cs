using k8s.Models;

namespace Operon.Etcd.Objects;

/// <summary>The client Service and the headless Service that gives members their DNS names.</summary>
internal static class ClusterServices
{
    public static V1Service Client(ClusterLayout layout) => new()
    {
        Metadata = layout.Metadata(layout.ClientServiceName),
        Spec = new V1ServiceSpec
        {
            Selector = layout.Labels,
            Ports = [Port("client", ClusterLayout.ClientPort)],
        },
    };

    // Members must find each other before they are ready, or none ever becomes ready.
    public static V1Service Peer(ClusterLayout layout) => new()
    {
        Metadata = layout.Metadata(layout.PeerServiceName),
        Spec = new V1ServiceSpec
        {
            ClusterIP = "None",
            PublishNotReadyAddresses = true,
            Selector = layout.Labels,
            Ports = [Port("client", ClusterLayout.ClientPort), Port("peer", ClusterLayout.PeerPort)],
        },
    };

    private static V1ServicePort Port(string name, int port) => new() { Name = name, Port = port, TargetPort = port, Protocol = "TCP" };
}
