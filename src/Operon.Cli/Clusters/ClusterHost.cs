using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Operon.LocalCluster.Hosting;
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
        using var loggers = LoggerFactory.Create(logging => logging
            .SetMinimumLevel(LogLevel.Warning)
            .AddFilter("Operon", LogLevel.Information)
            .AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.TimestampFormat = "HH:mm:ss.fff ";
                console.ColorBehavior = LoggerColorBehavior.Disabled;
            }));
        await using (var cluster = await LocalClusterHost.StartAsync(Options(loggers), cancellationToken))
        {
            WriteKubeconfig(cluster.Kubeconfig);
            ClusterRegistry.Add(port, directory);
            state = state with { IsReady = true };
            state.Write(directory);
            ClusterSummary.Print(state, directory);
            try
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                Console.WriteLine("stopping ...");
            }
        }

        ClusterRegistry.Remove(port);
        (state with { ProcessId = 0, IsReady = false }).Write(directory);
        return 0;
    }

    private LocalClusterOptions Options(ILoggerFactory loggers) => new()
    {
        DataDirectory = directory.Root,
        Nodes = nodes,
        ListenHandle = NamespaceLauncher.ListenHandle,
        DialSocketPath = directory.DialSocket,
        EtcdOperatorAssembly = typeof(Etcd.EtcdOperator).Assembly.Location,
        Notice = text => Console.WriteLine($"notice: {text}"),
        LoggerFactory = loggers,
    };

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
