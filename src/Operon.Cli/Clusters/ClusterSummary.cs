namespace Operon.Cli.Clusters;

/// <summary>What a person needs to know about a cluster that has just become ready.</summary>
internal static class ClusterSummary
{
    public static void Print(ClusterState state, DataDirectory directory)
    {
        Console.WriteLine($"cluster ready: https://127.0.0.1:{state.Port}, {state.Nodes} nodes, data in {directory.Root}");
        if (File.Exists(directory.Log))
        {
            foreach (var line in File.ReadLines(directory.Log).Where(line => line.StartsWith("notice: ", StringComparison.Ordinal)))
            {
                Console.WriteLine(line);
            }
        }

        Console.WriteLine();
        Console.WriteLine($"export KUBECONFIG={state.Kubeconfig}");
    }
}
