using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Operon.Cli.Clusters;
using Operon.LocalCluster.Networking;

namespace Operon.Cli.Commands;

/// <summary><c>operon up</c>.</summary>
internal static class UpCommand
{
    public static Command Create()
    {
        var detach = new Option<bool>("--detach", "-d") { Description = "Return when the cluster is ready; it goes on in the background." };
        var data = CommonOptions.Data();
        var kubeconfig = CommonOptions.Kubeconfig();
        var nodes = CommonOptions.Nodes();
        var command = new Command("up", "Start a local cluster, or go on with the one in the data folder.") { detach, data, kubeconfig, nodes };
        command.SetAction((parsed, cancellationToken) => Terminal.RunAsync(async () =>
        {
            var directory = new DataDirectory(parsed.GetRequiredValue(data));
            var file = Path.GetFullPath(parsed.GetValue(kubeconfig) ?? directory.Kubeconfig);
            if (!parsed.GetValue(detach))
            {
                await BecomeClusterAsync(directory, file, parsed.GetValue(nodes), cancellationToken);
            }

            var state = await ClusterProcess.StartAsync(directory, parsed.GetValue(nodes), file, cancellationToken);
            ClusterSummary.Print(state, directory);
            return 0;
        }));
        return command;
    }

    /// <summary>Opens the API server's socket in this network, then becomes the cluster inside its own namespaces. Returns only by throwing.</summary>
    private static async Task BecomeClusterAsync(DataDirectory directory, string kubeconfig, int nodes, CancellationToken cancellationToken)
    {
        directory.Create();
        var last = ClusterState.Read(directory);
        if (last is { IsRunning: true })
        {
            throw new ClusterException($"A cluster already runs in {directory.Root} (process {last.ProcessId}). Stop it with: operon down --data {directory.Root}");
        }

        var problems = await Preflight.CheckAsync(cancellationToken);
        if (problems.Count > 0)
        {
            throw new ClusterException(string.Join('\n', problems.Select(problem => $"{problem.Message}\n  remedy: {problem.Remedy}")));
        }

        var socket = Listen(last?.Port ?? 0);
        var port = ((IPEndPoint)socket.LocalEndPoint!).Port;
        NamespaceLauncher.Enter(
            DotnetHost.Program,
            [
                DotnetHost.Assembly("operon.dll"), ClusterHostCommand.Name,
                "--data", directory.Root, "--kubeconfig", kubeconfig,
                "--nodes", nodes.ToString(CultureInfo.InvariantCulture), "--port", port.ToString(CultureInfo.InvariantCulture),
            ],
            socket);
    }

    /// <summary>The port of the last start keeps old kubeconfigs valid; when it is taken, any free one.</summary>
    private static Socket Listen(int port)
    {
        try
        {
            return NamespaceLauncher.OpenListener(new IPEndPoint(IPAddress.Loopback, port));
        }
        catch (SocketException e) when (port != 0 && e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return NamespaceLauncher.OpenListener(new IPEndPoint(IPAddress.Loopback, 0));
        }
    }
}
