using System.Net;
using Operon.ApiServer;
using Operon.LocalCluster.Images;
using Operon.LocalCluster.Logs;
using Operon.LocalCluster.Networking;
using Operon.LocalCluster.Nodes;
using Operon.Runtime;

namespace Operon.LocalCluster;

/// <summary>
/// Runs pods as sandboxed processes, each in a network of its own. Only works inside the namespaces of <see cref="NamespaceLauncher"/>.
/// </summary>
public sealed class ProcessNodeAgent : INodeAgent, IAsyncDisposable
{
    private readonly NodeAgentOptions _options;
    private readonly ClusterNetwork _network;
    private readonly LateLogs _logs = new();

    private ProcessNodeAgent(ClusterNetwork network, NodeAgentOptions options)
    {
        _network = network;
        _options = options;
    }

    /// <inheritdoc/>
    public IPodLogSource Logs => _logs;

    /// <summary>Where pods reach the API server: have it listen here.</summary>
    public IPEndPoint ApiServerEndpoint { get; } = new(ClusterAddresses.ApiServer, 443);

    /// <summary>Makes the cluster's network: the API server's service address can be listened on afterwards.</summary>
    /// <param name="dataDirectory">Folder of pods, logs, images.json and the dial socket.</param>
    /// <param name="nodes">Number of virtual nodes.</param>
    /// <param name="etcdOperator">This build's etcd operator; null leaves its images without a program.</param>
    /// <param name="imageFolder">Folder of images of the user's own making; null for none.</param>
    /// <param name="onNotice">Told once for each image of which another version than the asked-for one runs.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<ProcessNodeAgent> CreateAsync(
        string dataDirectory, int nodes, OperatorProgram? etcdOperator, string? imageFolder, Action<string>? onNotice, CancellationToken cancellationToken)
    {
        var network = await ClusterNetwork.CreateAsync(dataDirectory, cancellationToken);
        return new ProcessNodeAgent(network, new NodeAgentOptions
        {
            Network = network,
            DataDirectory = dataDirectory,
            NodeCount = nodes,
            EtcdOperator = etcdOperator,
            ImageFolder = imageFolder,
            OnNotice = onNotice,
        });
    }

    /// <inheritdoc/>
    public void AddTo(ControllerManager manager) => _logs.Source = NodeAgent.AddTo(manager, _options).Logs;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _network.DisposeAsync();

    /// <summary>The API server is told where logs are before the agent exists.</summary>
    private sealed class LateLogs : IPodLogSource
    {
        public PodLogs? Source { get; set; }

        public Task<Stream> OpenAsync(PodLogRequest request, CancellationToken cancellationToken)
        {
            var source = Source ?? throw new FileNotFoundException("The node agent has not started yet.");
            try
            {
                return Task.FromResult(source.Open(request.Namespace, request.Pod, request.Container, new LogQuery
                {
                    Follow = request.Follow,
                    Previous = request.Previous,
                    TailLines = request.TailLines,
                    Since = request.Since,
                    Timestamps = request.Timestamps,
                    LimitBytes = request.LimitBytes,
                }));
            }
            catch (LogRequestException e)
            {
                throw new FileNotFoundException(e.Message, e);
            }
        }
    }
}
