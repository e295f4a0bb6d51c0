using System.Net;
using k8s.Models;
using Microsoft.Extensions.Logging;
using Operon.Kubernetes;
using Operon.LocalCluster.Images;
using Operon.LocalCluster.Logs;
using Operon.LocalCluster.Networking;
using Operon.LocalCluster.Networking.Dns;
using Operon.LocalCluster.Pods;
using Operon.LocalCluster.Probes;
using Operon.Runtime;

namespace Operon.LocalCluster.Nodes;

/// <summary>
/// The kubelet of all virtual nodes and their network: runs the pods bound to them, answers DNS, forwards service addresses and
/// lets host processes in through the dial socket.
/// </summary>
internal sealed class NodeAgent
{
    private const string SingleKey = "all";

    private readonly ILister<V1Service> _services;
    private readonly ILister<V1EndpointSlice> _slices;
    private DnsZone _zone = DnsZone.Empty;

    private NodeAgent(ControllerManager manager, NodeAgentOptions options)
    {
        var loggers = manager.LoggerFactory;
        var client = options.Client ?? manager.Client;
        var dataDirectory = Path.GetFullPath(options.DataDirectory);
        Nodes = [.. Enumerable.Range(1, options.NodeCount).Select(number => new VirtualNode(number))];
        _services = manager.Cache(ResourceKinds.Service);
        _slices = manager.Cache(ResourceKinds.EndpointSlice);
        var proxy = new ServiceProxy(loggers.CreateLogger<ServiceProxy>());
        var notices = new NoticeOnce(options.OnNotice);
        var shared = new PodServices
        {
            Api = new PodApi(client, _services, manager.Events("kubelet")),
            Network = options.Network,
            Images = new ImageResolver(ImageCatalog.Load(dataDirectory, Environment.GetEnvironmentVariable(ImageCatalog.MoreVariable)), dataDirectory, options.EtcdOperator, options.ImageFolder is { } images ? new ImageFolder(images) : null),
            Prober = new Prober(),
            DataDirectory = dataDirectory,
            Time = manager.TimeProvider,
            LoggerFactory = loggers,
            InitialBackoff = options.InitialBackoff,
            OnNotice = notices.Tell,
            NodeAddress = name => Nodes.FirstOrDefault(node => node.Name == name)?.Address.ToString() ?? ClusterAddresses.Gateway.ToString(),
        };
        Pods = new PodTable(shared, manager.Cache(ResourceKinds.Pod), [.. Nodes.Select(node => node.Name)]);
        Logs = new PodLogs(Pods, shared);

        manager.Controller("node-agent", ResourceKinds.Pod).WithConcurrency(4).WithoutLeaderElection().WithOwnEvents().ReconcileWith((context, _) =>
        {
            Pods.Reconcile(context.Key);
            return Task.FromResult(ReconcileResult.Done);
        });
        manager.Controller("service-network", ResourceKinds.Service)
            .Watches(ResourceKinds.EndpointSlice, slice => [new ObjectKey(slice.Metadata.NamespaceProperty, SingleKey)])
            .WithoutLeaderElection()
            .WithOwnEvents()
            .ReconcileWith(async (_, cancellationToken) =>
            {
                await UpdateServicesAsync(proxy, cancellationToken);
                return ReconcileResult.Done;
            });
        manager.AddRunnable(
            new NodeRegistration(client, Nodes, options with { DataDirectory = dataDirectory }, manager.TimeProvider, loggers.CreateLogger<NodeRegistration>()).RunAsync,
            needsLeaderElection: false);
        manager.AddRunnable(new DnsServer(() => Zone, loggers.CreateLogger<DnsServer>()).ServeClusterAsync, needsLeaderElection: false);
        manager.AddRunnable(
            cancellationToken => new DialServer(() => Zone, loggers.CreateLogger<DialServer>())
                .RunAsync(Path.Combine(dataDirectory, ClusterDialer.SocketName), cancellationToken),
            needsLeaderElection: false);
        manager.AddRunnable(cancellationToken => RunAsync(proxy, cancellationToken), needsLeaderElection: false);
    }

    public IReadOnlyList<VirtualNode> Nodes { get; }

    /// <summary>The pods that run here.</summary>
    public PodTable Pods { get; }

    /// <summary>What their containers write.</summary>
    public PodLogs Logs { get; }

    private DnsZone Zone => Volatile.Read(ref _zone);

    /// <summary>Adds the agent to a manager; pods run while the manager runs.</summary>
    public static NodeAgent AddTo(ControllerManager manager, NodeAgentOptions options) => new(manager, options);

    private async Task UpdateServicesAsync(ServiceProxy proxy, CancellationToken cancellationToken)
    {
        var services = _services.List();
        var slices = _slices.List();
        Volatile.Write(ref _zone, new DnsZone(services, slices));
        await proxy.ApplyAsync(ServiceTable.Build(services, slices), cancellationToken);
    }

    private async Task RunAsync(ServiceProxy proxy, CancellationToken cancellationToken)
    {
        foreach (var node in Nodes)
        {
            await ClusterNetwork.AddServiceAddressAsync(node.Address, cancellationToken);
        }

        await Pods.RunAsync(cancellationToken);
        await proxy.DisposeAsync();
    }
}
