using System.CommandLine;
using Operon.Cli.Clusters;
using Operon.Kubernetes;

namespace Operon.Cli.Commands;

/// <summary><c>operon status</c>.</summary>
internal static class StatusCommand
{
    public static Command Create()
    {
        var data = CommonOptions.Data();
        var command = new Command("status", "Show whether a local cluster runs, its nodes and its pods. Exit code 3 when it does not run.") { data };
        command.SetAction((parsed, cancellationToken) => Terminal.RunAsync(() => ShowAsync(new DataDirectory(parsed.GetRequiredValue(data)), cancellationToken)));
        return command;
    }

    private static async Task<int> ShowAsync(DataDirectory directory, CancellationToken cancellationToken)
    {
        if (ClusterState.Read(directory) is not { IsRunning: true } state)
        {
            Console.WriteLine($"stopped     {directory.Root}");
            Console.WriteLine($"start it    operon up --data {directory.Root}");
            return 3;
        }

        Console.WriteLine($"{(state.IsReady ? "running" : "starting")}     {directory.Root}");
        Console.WriteLine($"process     {state.ProcessId}");
        Console.WriteLine($"server      https://127.0.0.1:{state.Port}");
        Console.WriteLine($"kubeconfig  {state.Kubeconfig}");
        Console.WriteLine($"log         {directory.Log}");
        if (!state.IsReady)
        {
            return 0;
        }

        await using var client = KubernetesClient.Create(KubernetesClientOptions.FromKubeconfig(state.Kubeconfig));
        var nodes = (await client.Resource(ResourceKinds.Node).ListAsync(null, null, cancellationToken)).Items;
        var ready = nodes.Count(node => node.Status?.Conditions?.Any(condition => condition is { Type: "Ready", Status: "True" }) == true);
        Console.WriteLine($"nodes       {ready} of {nodes.Count} ready");
        var pods = (await client.Resource(ResourceKinds.Pod).ListAsync(null, null, cancellationToken)).Items;
        Console.WriteLine($"pods        {pods.Count(pod => pod.Status?.Phase == "Running")} of {pods.Count} running");
        return 0;
    }
}
