using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Operon.Kubernetes;
using Operon.LocalCluster;
using Operon.LocalCluster.Images;
using Operon.LocalCluster.Networking;

namespace Operon.Cli.Clusters;

/// <summary>The life of a local cluster's process: start, announce, run until a signal, stop.</summary>
internal sealed class ClusterHost(DataDirectory directory, string kubeconfig, int nodes, int port)
{
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var onlyOne = OpenLock();
        var state = new ClusterState(Environment.ProcessId, ProcessClock.StartOf(Environment.ProcessId)!.Value, port, nodes, kubeconfig, IsReady: false);
        state.Write(directory);
        Exception? failure = null;
        using var loggers = LoggerFactory.Create(logging => logging
            .SetMinimumLevel(LogLevel.Warning)
            .AddFilter("Operon", LogLevel.Information)
            .AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.TimestampFormat = "HH:mm:ss.fff ";
                console.ColorBehavior = LoggerColorBehavior.Disabled;
            }));
        await using var agent = await ProcessNodeAgent.CreateAsync(directory.Root, nodes, EtcdOperatorProgram, DataDirectory.Images, text => Console.WriteLine($"notice: {text}"), cancellationToken);
        await using (var cluster = await LocalClusterHost.StartAsync(Options(agent, loggers), cancellationToken))
        {
            await NodesReadyAsync(cluster, cancellationToken);
            WriteKubeconfig(cluster.Kubeconfig);
            ClusterRegistry.Add(port, directory);
            state = state with { IsReady = true };
            state.Write(directory);
            ClusterSummary.Print(state, directory);
            await Task.WhenAny(cluster.Completion, Task.Delay(Timeout.Infinite, cancellationToken));
            Console.WriteLine("stopping ...");
            failure = cancellationToken.IsCancellationRequested ? null : cluster.Completion.Exception?.InnerException;
        }

        ClusterRegistry.Remove(port);
        (state with { ProcessId = 0, IsReady = false }).Write(directory);
        return failure is null ? 0 : throw new ClusterException($"The cluster in {directory.Root} stopped: {failure.Message}");
    }

    /// <summary>The operator's images run the operator of this very build.</summary>
    private static OperatorProgram EtcdOperatorProgram { get; } = new(DotnetHost.Assembly("Operon.Etcd.dll"), Path.GetDirectoryName(DotnetHost.Program));

    private LocalClusterOptions Options(ProcessNodeAgent agent, ILoggerFactory loggers) => new()
    {
        DataDirectory = directory.Root,
        Nodes = nodes,
        ListenHandle = (ulong?)NamespaceLauncher.ListenHandle,
        AlsoListen = [agent.ApiServerEndpoint],
        NodeAgent = agent,
        UrlDialer = (endpoint, cancellationToken) => HostDoor.DialAsync(directory.Root, endpoint, cancellationToken),
        LoggerFactory = loggers,
    };

    /// <summary>A cluster is ready when pods can be placed.</summary>
    private async Task NodesReadyAsync(LocalClusterHost cluster, CancellationToken cancellationToken)
    {
        while (true)
        {
            var present = (await cluster.Client.Resource(ResourceKinds.Node).ListAsync(null, null, cancellationToken)).Items;
            if (present.Count(node => node.Status?.Conditions?.Any(condition => condition is { Type: "Ready", Status: "True" }) == true) >= nodes)
            {
                return;
            }

            await Task.Delay(20, cancellationToken);
        }
    }

    /// <summary>Held for the life of the process: two clusters on one folder would destroy it.</summary>
    private FileStream OpenLock()
    {
        try
        {
            return new FileStream(directory.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new ClusterException($"Another process is using {directory.Root}. Stop it with: operon down --data {directory.Root}");
        }
    }

    private void WriteKubeconfig(string content)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("A local cluster needs Linux.");
        }

        var temporary = kubeconfig + ".new";
        File.Delete(temporary);
        using (var file = new FileStream(temporary, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        using (var writer = new StreamWriter(file))
        {
            writer.Write(content);
        }

        File.Move(temporary, kubeconfig, overwrite: true);
    }
}
