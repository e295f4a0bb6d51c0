using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Operon.LocalCluster.Sandboxing;

namespace Operon.LocalCluster.Networking;

/// <summary>
/// The cluster's network inside the rootless namespace: a bridge, a network namespace and a veth pair per pod, and service
/// addresses on the bridge. The kernel removes all of it with the process.
/// </summary>
internal sealed class ClusterNetwork : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, PodNetwork> _pods = new(StringComparer.Ordinal);
    private readonly string _namespaces;
    private readonly AddressPool _addresses;
    private int _interfaces;

    private ClusterNetwork(string dataDirectory)
    {
        _namespaces = Path.Combine(dataDirectory, "netns");
        _addresses = new AddressPool(Path.Combine(dataDirectory, "addresses.json"));
    }

    /// <summary>Builds the bridge with the addresses of the API server and of DNS. Call it before anything listens on them.</summary>
    public static async Task<ClusterNetwork> CreateAsync(string dataDirectory, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(dataDirectory);
        var network = new ClusterNetwork(Path.GetFullPath(dataDirectory));
        Directory.CreateDirectory(network._namespaces);

        // Namespace files are bind mounts: on a tmpfs of our own mount namespace they leave nothing behind on disk.
        await HostCommand.RequireAsync("mount", ["-t", "tmpfs", "-o", "mode=0755", "tmpfs", network._namespaces], cancellationToken);
        await IpCommand.BatchAsync(
            [
                "link set lo up",
                // A bridge without an address of its own takes its lowest port's: each pod that comes or goes would change it, and pods would
                // talk to the old one until their neighbour entry expires.
                $"link add {ClusterAddresses.Bridge} address {ClusterAddresses.BridgeHardwareAddress} type bridge",
                $"addr add {ClusterAddresses.Gateway}/{ClusterAddresses.PodPrefixLength} dev {ClusterAddresses.Bridge}",
                $"addr add {ClusterAddresses.ApiServer}/32 dev {ClusterAddresses.Bridge}",
                $"addr add {ClusterAddresses.Dns}/32 dev {ClusterAddresses.Bridge}",
                $"link set {ClusterAddresses.Bridge} up",
            ],
            cancellationToken);
        return network;
    }

    /// <summary>The networks of the pods that run.</summary>
    public IReadOnlyDictionary<string, PodNetwork> Pods => _pods;

    /// <summary>Makes the pod's namespace with its address, default route and loopback. Pods may listen on any port.</summary>
    public async Task<PodNetwork> AddPodAsync(string podUid, CancellationToken cancellationToken)
    {
        if (_pods.TryGetValue(podUid, out var existing))
        {
            return existing;
        }

        var network = new PodNetwork(
            _addresses.Acquire(podUid),
            Path.Combine(_namespaces, podUid),
            "veth" + Interlocked.Increment(ref _interfaces).ToString(CultureInfo.InvariantCulture));
        try
        {
            await ConnectAsync(network, cancellationToken);
        }
        catch
        {
            // What was made so far would stand in the way of the next try.
            await HostCommand.RunAsync("umount", ["--lazy", network.NamespacePath], CancellationToken.None);
            File.Delete(network.NamespacePath);
            throw;
        }

        _pods[podUid] = network;
        return network;
    }

    private static async Task ConnectAsync(PodNetwork network, CancellationToken cancellationToken)
    {
        await File.WriteAllBytesAsync(network.NamespacePath, [], cancellationToken);
        await HostCommand.RequireAsync(
            "unshare",
            [$"--net={network.NamespacePath}", "sh", "-c", "echo 0 >/proc/sys/net/ipv4/ip_unprivileged_port_start; exec \"$@\"", "sh", HostPrograms.Require("ip"), "-batch", "-"],
            cancellationToken,
            string.Join('\n',
                "link set lo up",
                $"link add eth0 type veth peer name {network.HostInterface} netns {Environment.ProcessId}",
                $"addr add {network.Address}/{ClusterAddresses.PodPrefixLength} dev eth0",
                "link set eth0 up",
                $"route add default via {ClusterAddresses.Gateway}",
                ""));
        await IpCommand.BatchAsync([$"link set {network.HostInterface} master {ClusterAddresses.Bridge} up"], cancellationToken);
    }

    /// <summary>Removes the pod's namespace and, when <paramref name="releaseAddress"/> is set, gives its address back.</summary>
    public async Task RemovePodAsync(string podUid, bool releaseAddress, CancellationToken cancellationToken)
    {
        if (_pods.TryRemove(podUid, out var network))
        {
            await IpCommand.BatchAsync([$"link del {network.HostInterface}"], cancellationToken);
            await HostCommand.RequireAsync("umount", ["--lazy", network.NamespacePath], cancellationToken);
            File.Delete(network.NamespacePath);
        }

        if (releaseAddress)
        {
            _addresses.Release(podUid);
        }
    }

    /// <summary>Forgets the addresses of pods that no longer exist.</summary>
    public void RetainAddresses(IReadOnlySet<string> podUids) => _addresses.Retain(podUids);

    public static Task AddServiceAddressAsync(IPAddress address, CancellationToken cancellationToken) =>
        IpCommand.BatchAsync([$"addr replace {address}/32 dev {ClusterAddresses.Bridge}"], cancellationToken);

    public static Task RemoveServiceAddressAsync(IPAddress address, CancellationToken cancellationToken) =>
        IpCommand.BatchAsync([$"addr del {address}/32 dev {ClusterAddresses.Bridge}"], cancellationToken);

    /// <summary>Takes the bridge away, for a process that lives on.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var uid in _pods.Keys)
        {
            await RemovePodAsync(uid, releaseAddress: false, CancellationToken.None);
        }

        await IpCommand.BatchAsync([$"link del {ClusterAddresses.Bridge}"], CancellationToken.None);
        await HostCommand.RequireAsync("umount", ["--lazy", _namespaces], CancellationToken.None);
    }
}
