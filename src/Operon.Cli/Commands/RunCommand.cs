using System.CommandLine;
using Microsoft.Extensions.Logging;
using Operon.Cli.Clusters;
using Operon.Cli.Projects;
using Operon.Cli.Running;
using Operon.Etcd;
using Operon.Kubernetes;
using Operon.LocalCluster.Networking;

namespace Operon.Cli.Commands;

/// <summary><c>operon run</c>: the operator of a project, or one of Operon's own, outside of the cluster it works on.</summary>
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
        var data = CommonOptions.Data();
        var local = new Option<bool>("--local") { Description = "On a cluster on this machine: joins the one in the data folder, or starts one and stops it at the end." };
        var project = new Option<string?>("--kubeconfig") { Description = "Cluster to work on. Default: $KUBECONFIG, else ~/.kube/config.", HelpName = "FILE" };
        var arguments = new Argument<string[]>("ARGUMENTS") { Description = "Arguments of the operator's program, after --.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("run", "Run the operator of the project of this folder until Ctrl-C; or run etcd, the etcd operator.") { etcd, local, data, project, arguments };
        command.SetAction((parsed, cancellationToken) => Terminal.RunAsync(() =>
        {
            var rest = parsed.GetValue(arguments) ?? [];
            var run = new ProjectRun(OperatorProject.Find(Directory.GetCurrentDirectory()), Console.Out);
            return !parsed.GetValue(local) ? run.RunAsync(parsed.GetValue(project), rest, cancellationToken)
                : parsed.GetValue(project) is null ? run.RunLocalAsync(new DataDirectory(parsed.GetRequiredValue(data)), rest, cancellationToken)
                : throw new CommandException("--local and --kubeconfig exclude each other.\n  remedy: leave one out; --data names the folder of the local cluster");
        }));
        return command.WithExamples("operon run", "operon run --local", "operon run --local -- --log-level Debug", "operon run etcd --namespace default");
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
