using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Operon.ApiServer;
using Operon.Kubernetes;
using Operon.LocalCluster.Networking;
using Operon.Runtime;

namespace Operon.LocalCluster;

/// <summary>
/// A Kubernetes cluster in this process: API server, built-in controllers, scheduler and a node agent. Disposing stops the controllers
/// first, then the agent, then the server, so that nothing is left talking to a closed door.
/// </summary>
public sealed class LocalClusterHost : IAsyncDisposable
{
    private const string Masters = "system:masters";
    private readonly CancellationTokenSource _stopControllers = new();
    private readonly CancellationTokenSource _stopAgent = new();
    private readonly string? _temporaryFolder;
    private readonly IKubernetesClient _controllerClient;
    private Task _controllers = Task.CompletedTask;
    private Task _agent = Task.CompletedTask;

    private LocalClusterHost(ApiServerHost server, IKubernetesClient client, IKubernetesClient controllerClient, string kubeconfig, string? temporaryFolder)
    {
        Server = server;
        Client = client;
        Kubeconfig = kubeconfig;
        _controllerClient = controllerClient;
        _temporaryFolder = temporaryFolder;
    }

    /// <summary>The API server.</summary>
    public ApiServerHost Server { get; }

    /// <summary>A client of the cluster's administrator.</summary>
    public IKubernetesClient Client { get; }

    /// <summary>The administrator's kubeconfig, with everything embedded.</summary>
    public string Kubeconfig { get; }

    /// <summary>
    /// Ends when the controllers or the agent end: successfully after a stop, with their failure otherwise. Whoever keeps the cluster up
    /// should watch it.
    /// </summary>
    public Task Completion => Task.WhenAny(_controllers, _agent).Unwrap();

    /// <summary>Starts a cluster. Returns when the API server serves and the controllers have been started.</summary>
    public static async Task<LocalClusterHost> StartAsync(LocalClusterOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var temporary = options.DataDirectory is null ? Directory.CreateTempSubdirectory("operon-").FullName : null;
        var agent = options.NodeAgent ?? new SimulatedNodeAgent(new SimulatedNodeAgentOptions { Nodes = options.Nodes });
        var server = await ApiServerHost.StartAsync(
            new ApiServerOptions
            {
                DataDirectory = options.DataDirectory,
                Listen = options.Listen,
                ListenHandle = options.ListenHandle,
                AlsoListen = options.AlsoListen,
                PodLogs = agent.Logs,
                UrlDialer = options.UrlDialer,
                EndpointDialer = PodSocket.ConnectAsync,
                Notices = BuiltInControllers.Missing,
                LoggerFactory = options.LoggerFactory,
                TimeProvider = options.TimeProvider,
            },
            cancellationToken);
        var kubeconfig = server.Kubeconfig("kubernetes-admin", Masters);
        var cluster = new LocalClusterHost(
            server,
            Connect(kubeconfig, options, "operon"),
            Connect(server.Kubeconfig("system:kube-controller-manager", Masters), options, "kube-controller-manager"),
            kubeconfig,
            temporary);
        if (options.RunControllers)
        {
            cluster.Run(options, agent, Path.Combine(options.DataDirectory ?? temporary!, "volumes"));
        }

        return cluster;
    }

    /// <summary>Stops controllers, agent and server, in this order.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(_stopControllers, _controllers);
        await StopAsync(_stopAgent, _agent);
        await Client.DisposeAsync();
        await _controllerClient.DisposeAsync();
        await Server.DisposeAsync();
        _stopControllers.Dispose();
        _stopAgent.Dispose();
        if (_temporaryFolder is not null)
        {
            Directory.Delete(_temporaryFolder, recursive: true);
        }
    }

    private void Run(LocalClusterOptions options, INodeAgent agent, string volumesDirectory)
    {
        var controllers = Manager(options);
        BuiltInControllers.AddTo(controllers, new BuiltInControllerOptions
        {
            VolumesDirectory = Directory.CreateDirectory(volumesDirectory).FullName,
            CertificateAuthority = Server.CaCertificatePem,
            ApiServerEndpoint = options.AdvertisedEndpoint
                ?? (options.AlsoListen.Count > 0 ? options.AlsoListen[0] : new IPEndPoint(IPAddress.Parse(Server.Address.Host), Server.Address.Port)),
        });
        Scheduler.AddTo(controllers);
        var nodes = Manager(options);
        agent.AddTo(nodes);
        _agent = nodes.RunAsync(_stopAgent.Token);
        _controllers = controllers.RunAsync(_stopControllers.Token);
    }

    private ControllerManager Manager(LocalClusterOptions options) => new(_controllerClient, new ControllerManagerOptions
    {
        LoggerFactory = options.LoggerFactory ?? NullLoggerFactory.Instance,
        TimeProvider = options.TimeProvider,
        GracefulStopTimeout = TimeSpan.FromSeconds(5),
    });

    private static async Task StopAsync(CancellationTokenSource stop, Task running)
    {
        await stop.CancelAsync();

        // A failure has come out of Completion already; stopping goes on.
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static KubernetesClient Connect(string kubeconfig, LocalClusterOptions options, string userAgent)
    {
        var connection = KubernetesClientOptions.FromKubeconfigText(kubeconfig) with
        {
            UserAgent = userAgent,
            TimeProvider = options.TimeProvider,
            ConnectCallback = options.AlsoListen.Count == 0 ? null : (_, token) => DialAsync(options.AlsoListen[0], token),
        };
        return KubernetesClient.Create(connection);
    }

    private static async ValueTask<Stream> DialAsync(IPEndPoint endpoint, CancellationToken cancellationToken)
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endpoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
