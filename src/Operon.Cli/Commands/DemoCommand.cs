using System.CommandLine;
using Operon.Cli.Clusters;
using Operon.Cli.Demo;
using Operon.Kubernetes;
using Operon.LocalCluster.Networking;
using Spectre.Console;

namespace Operon.Cli.Commands;

/// <summary><c>operon demo STORY</c>.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var data = new Option<string>("--data")
        {
            Description = "Folder of the demo's cluster; what an earlier demo left in it is deleted.",
            HelpName = "DIR",
            DefaultValueFactory = _ => DataDirectory.Named("demo"),
        };
        var exit = new Option<bool>("--exit") { Description = "Stop the cluster when the story ends. Without it the cluster stays up until Ctrl-C." };
        var etcd = new Command("etcd", "An etcd cluster is formed, loses its leader, heals and scales: verified against etcd at every step.") { data, exit };
        etcd.SetAction((parsed, cancellationToken) => Terminal.RunAsync(() =>
            PlayAsync(new DataDirectory(parsed.GetRequiredValue(data)), parsed.GetValue(exit), cancellationToken)));
        return new Command("demo", "Play a story on a local cluster, with real processes.") { etcd };
    }

    private static async Task<int> PlayAsync(DataDirectory directory, bool exit, CancellationToken cancellationToken)
    {
        var narrator = new Narrator(AnsiConsole.Console);
        if (await ClusterProcess.StopAsync(directory, cancellationToken))
        {
            narrator.Note("stopped the cluster of an earlier demo");
        }

        ClusterFolder.Delete(directory);
        try
        {
            narrator.Step("Start a local cluster of three nodes", $"operon up --detach --data {directory.Root}");
            ClusterState state = null!;
            await narrator.WaitAsync("starting", async _ => state = await ClusterProcess.StartAsync(directory, nodes: 3, kubeconfig: null, cancellationToken));
            narrator.Verified($"API server https://127.0.0.1:{state.Port} is ready");

            await using var client = KubernetesClient.Create(KubernetesClientOptions.FromKubeconfig(state.Kubeconfig));
            using var etcd = new EtcdView(new ClusterDialer(directory.DialSocket), "example-etcd-cluster-client.default.svc");
            await new EtcdStory(client, etcd, narrator).PlayAsync(cancellationToken);
            End(narrator, directory, state, exit);
            if (!exit)
            {
                await WaitForInterruptAsync(cancellationToken);
            }

            return 0;
        }
        catch (StoryException e)
        {
            await Console.Error.WriteLineAsync($"operon demo: {e.Message}\nThe cluster's log: {directory.Log}");
            return 1;
        }
        finally
        {
            await ClusterProcess.StopAsync(directory, CancellationToken.None);
        }
    }

    private static void End(Narrator narrator, DataDirectory directory, ClusterState state, bool exit)
    {
        narrator.Line();
        narrator.Line("The story is over. How to go on:");
        if (exit)
        {
            narrator.Line("  ./operon up --detach                     a cluster that stays; prints its kubeconfig");
            narrator.Line("  examples/etcd/rbac/create_role.sh        then the same steps by hand, with kubectl:");
            narrator.Line("  kubectl apply -f examples/etcd/deployment.yaml");
            narrator.Line("  kubectl apply -f examples/etcd/example-etcd-cluster.yaml");
        }
        else
        {
            narrator.Line($"  export KUBECONFIG={state.Kubeconfig}");
            narrator.Line("  kubectl get etcd,pods -o wide");
            narrator.Line("  kubectl describe etcdcluster example-etcd-cluster");
            narrator.Line("  kubectl scale etcd/example-etcd-cluster --replicas=5");
            narrator.Line($"  the cluster's log: {directory.Log}");
            narrator.Line();
            narrator.Line("The cluster stays up until Ctrl-C.");
        }

        narrator.Line("  docs/etcd/README.md                      what the operator does and does not do");
    }

    private static async Task WaitForInterruptAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C is how the demo is meant to end.
        }
    }
}
