using System.CommandLine;
using Microsoft.Extensions.Logging;
using Operon.Cli.Clusters;
using Operon.Etcd;
using Operon.Kubernetes;
using Operon.LocalCluster.Networking;

namespace Operon.Cli.Commands;

/// <summary><c>operon run OPERATOR</c>: an operator in this process, against any cluster.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var kubeconfig = new Option<string?>("--kubeconfig") { Description = "Cluster to work on. Default: $KUBECONFIG, else ~/.kube/config.", HelpName = "FILE" };
        var namespaceName = new Option<string?>("--namespace", "-n") { Description = "Namespace to watch. Default: the namespace of the kubeconfig's context.", HelpName = "NAME" };
        var etcd = new Command("etcd", "Run the etcd operator in this process until Ctrl-C.") { kubeconfig, namespaceName };
        etcd.SetAction((parsed, cancellationToken) => Terminal.RunAsync(async () =>
        {
            var file = parsed.GetValue(kubeconfig);
            await using var client = KubernetesClient.Create(KubernetesClientOptions.FromKubeconfig(file));
            using var loggers = LoggerFactory.Create(logging => logging.AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.TimestampFormat = "HH:mm:ss.fff ";
            }));
            var watched = parsed.GetValue(namespaceName) ?? client.DefaultNamespace;
            Console.WriteLine($"etcd operator: {client.Server}, namespace {watched}; Ctrl-C stops it");
            await EtcdOperator.RunAsync(new EtcdOperatorOptions
            {
                Client = client,
                Namespace = watched,
                Identity = $"operon-run-{Environment.MachineName.ToLowerInvariant()}-{Environment.ProcessId}",
                ConnectCallback = LocalClusterOf(client.Server) is { } directory ? Dial(new ClusterDialer(directory.DialSocket)) : null,
                LoggerFactory = loggers,
            }, cancellationToken);
            return 0;
        }));
        return new Command("run", "Run an operator in this process, against any cluster.") { etcd };
    }

    /// <summary>Members of a local cluster live in its own network; its dial socket leads there.</summary>
    private static DataDirectory? LocalClusterOf(Uri server)
    {
        if (!server.IsLoopback || !Directory.Exists(ClusterRegistry.Folder))
        {
            return null;
        }

        return ClusterRegistry.Find(server.Port);
    }

    private static Func<string, int, CancellationToken, ValueTask<Stream>> Dial(ClusterDialer dialer) =>
        async (host, port, cancellationToken) => await dialer.ConnectAsync(host, port, cancellationToken);
}
