using System.CommandLine;
using Operon.Cli.Clusters;

namespace Operon.Cli.Commands;

/// <summary><c>operon cluster-host</c>: what <c>operon up</c> becomes inside the cluster's own namespaces. Not for people.</summary>
internal static class ClusterHostCommand
{
    public const string Name = "cluster-host";

    public static Command Create()
    {
        var data = CommonOptions.Data();
        var kubeconfig = CommonOptions.Kubeconfig();
        var nodes = CommonOptions.Nodes();
        var port = new Option<int>("--port") { Description = "Port of the inherited listening socket.", Required = true };
        var command = new Command(Name, "Runs the cluster inside its namespaces; started by `operon up`.") { data, kubeconfig, nodes, port };
        command.Hidden = true;
        command.SetAction((parsed, cancellationToken) => Terminal.RunAsync(() => new ClusterHost(
            new DataDirectory(parsed.GetRequiredValue(data)),
            parsed.GetRequiredValue(kubeconfig)!,
            parsed.GetRequiredValue(nodes),
            parsed.GetRequiredValue(port)).RunAsync(cancellationToken)));
        return command;
    }
}
