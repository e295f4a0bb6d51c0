using System.Globalization;
using k8s.Models;
using Operon.Kubernetes;
using Operon.LocalCluster.Controllers.Objects;

namespace Operon.LocalCluster.Nodes.Simulation;

/// <summary>Registers the nodes of a simulated agent.</summary>
internal sealed class SimulatedNodes(IKubernetesClient client, TimeProvider time)
{
    private static readonly string[] _zones = ["a", "b", "c"];

    public static IEnumerable<string> Names(int count) =>
        Enumerable.Range(1, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"operon-node-{i}"));

    public async Task RegisterAsync(int count, CancellationToken cancellationToken)
    {
        var resource = client.Resource(ResourceKinds.Node);
        foreach (var (name, index) in Names(count).Select((n, i) => (n, i)))
        {
            var present = await resource.FindAsync(null, name, cancellationToken) ?? await resource.CreateAsync(Node(name, index), cancellationToken);
            present.Status = Status(name, index);
            await resource.UpdateAsync(present, cancellationToken, subresource: "status");
        }
    }

    private static V1Node Node(string name, int index) => new()
    {
        Metadata = new V1ObjectMeta
        {
            Name = name,
            Labels = new Dictionary<string, string>
            {
                ["kubernetes.io/hostname"] = name,
                ["kubernetes.io/os"] = "linux",
                ["kubernetes.io/arch"] = "amd64",
                ["topology.kubernetes.io/region"] = "local",
                ["topology.kubernetes.io/zone"] = $"local-{_zones[index % _zones.Length]}",
            },
        },
        Spec = new V1NodeSpec(),
    };

    private V1NodeStatus Status(string name, int index)
    {
        var resources = new Dictionary<string, ResourceQuantity>
        {
            ["cpu"] = new ResourceQuantity("8"),
            ["memory"] = new ResourceQuantity("16Gi"),
            ["pods"] = new ResourceQuantity("110"),
            ["ephemeral-storage"] = new ResourceQuantity("100Gi"),
        };
        return new V1NodeStatus
        {
            Capacity = resources,
            Allocatable = resources,
            Addresses =
            [
                new V1NodeAddress { Type = "InternalIP", Address = string.Create(CultureInfo.InvariantCulture, $"10.100.0.{index + 1}") },
                new V1NodeAddress { Type = "Hostname", Address = name },
            ],
            Conditions =
            [
                Condition("MemoryPressure", "False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
                Condition("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
                Condition("PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
                Condition("Ready", "True", "KubeletReady", "kubelet is posting ready status"),
            ],
            NodeInfo = new V1NodeSystemInfo
            {
                Architecture = "amd64",
                OperatingSystem = "linux",
                OsImage = "Operon simulation",
                KernelVersion = "simulated",
                ContainerRuntimeVersion = "simulated://0.1",
                KubeletVersion = "v1.36.2",
                KubeProxyVersion = string.Empty,
                BootID = name,
                MachineID = name,
                SystemUUID = name,
            },
        };
    }

    private V1NodeCondition Condition(string type, string status, string reason, string message)
    {
        var now = Times.ToSeconds(time.GetUtcNow());
        return new V1NodeCondition { Type = type, Status = status, Reason = reason, Message = message, LastHeartbeatTime = now, LastTransitionTime = now };
    }
}
