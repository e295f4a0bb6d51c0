using System.Globalization;
using System.Runtime.InteropServices;
using k8s.Models;

namespace Operon.LocalCluster.Nodes;

/// <summary>The Node object of a virtual node.</summary>
internal static class NodeObject
{
    private const string Region = "operon";

    public static Dictionary<string, string> Labels(VirtualNode node) => new()
    {
        ["kubernetes.io/hostname"] = node.Name,
        ["kubernetes.io/os"] = "linux",
        ["kubernetes.io/arch"] = Architecture,
        ["beta.kubernetes.io/os"] = "linux",
        ["beta.kubernetes.io/arch"] = Architecture,
        ["topology.kubernetes.io/zone"] = node.Zone,
        ["topology.kubernetes.io/region"] = Region,
        ["node.kubernetes.io/instance-type"] = "local",
    };

    public static V1NodeStatus Status(VirtualNode node, V1NodeStatus? before, string kubeletVersion, string dataDirectory, DateTime now)
    {
        var resources = Capacity(dataDirectory);
        return new V1NodeStatus
        {
            Capacity = resources,
            Allocatable = resources,
            Addresses = [new() { Type = "InternalIP", Address = node.Address.ToString() }, new() { Type = "Hostname", Address = node.Name }],
            DaemonEndpoints = new V1NodeDaemonEndpoints { KubeletEndpoint = new V1DaemonEndpoint { Port = 10250 } },
            Conditions =
            [
                Condition("MemoryPressure", false, "KubeletHasSufficientMemory", "the node agent has sufficient memory available"),
                Condition("DiskPressure", false, "KubeletHasNoDiskPressure", "the node agent has no disk pressure"),
                Condition("PIDPressure", false, "KubeletHasSufficientPID", "the node agent has sufficient PID available"),
                Condition("Ready", true, "KubeletReady", "the node agent is running"),
            ],
            NodeInfo = new V1NodeSystemInfo
            {
                Architecture = Architecture,
                OperatingSystem = "linux",
                KernelVersion = Environment.OSVersion.Version.ToString(),
                OsImage = RuntimeInformation.OSDescription,
                ContainerRuntimeVersion = "operon://0.1.0",
                KubeletVersion = kubeletVersion,
                KubeProxyVersion = "",
                MachineID = MachineId(),
                SystemUUID = MachineId(),
                BootID = BootId(),
            },
        };

        V1NodeCondition Condition(string type, bool isTrue, string reason, string message)
        {
            var status = isTrue ? "True" : "False";
            var same = before?.Conditions?.FirstOrDefault(condition => condition.Type == type && condition.Status == status);
            return new V1NodeCondition
            {
                Type = type,
                Status = status,
                Reason = reason,
                Message = message,
                LastHeartbeatTime = now,
                LastTransitionTime = same?.LastTransitionTime ?? now,
            };
        }
    }

    private static string Architecture => RuntimeInformation.OSArchitecture switch
    {
        System.Runtime.InteropServices.Architecture.X64 => "amd64",
        System.Runtime.InteropServices.Architecture.Arm64 => "arm64",
        var other => other.ToString().ToLowerInvariant(),
    };

    // Every virtual node offers the whole machine: requests decide about spreading, not about fitting.
    private static Dictionary<string, ResourceQuantity> Capacity(string dataDirectory) => new()
    {
        ["cpu"] = new ResourceQuantity(Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture)),
        ["memory"] = new ResourceQuantity(string.Create(CultureInfo.InvariantCulture, $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1024}Ki")),
        ["ephemeral-storage"] = new ResourceQuantity(string.Create(CultureInfo.InvariantCulture, $"{new DriveInfo(dataDirectory).TotalSize / 1024}Ki")),
        ["pods"] = new ResourceQuantity("110"),
    };

    private static string MachineId() => File.Exists("/etc/machine-id") ? File.ReadAllText("/etc/machine-id").Trim() : "";

    private static string BootId() =>
        File.Exists("/proc/sys/kernel/random/boot_id") ? File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim() : "";
}
