namespace Operon.Cli.Clusters;

/// <summary>
/// Knows where the running local clusters of this user keep their data, so that a kubeconfig alone is enough to find a cluster's own
/// network. One small file for each cluster, named after its port.
/// </summary>
internal static class ClusterRegistry
{
    public static string Folder { get; } = Path.Combine(Path.GetDirectoryName(DataDirectory.Default)!, "running");

    public static void Add(int port, DataDirectory directory)
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(FileOf(port), directory.Root);
    }

    public static void Remove(int port) => File.Delete(FileOf(port));

    /// <summary>The data folder of the running cluster that serves this port; null when there is none.</summary>
    public static DataDirectory? Find(int port)
    {
        if (!File.Exists(FileOf(port)))
        {
            return null;
        }

        var directory = new DataDirectory(File.ReadAllText(FileOf(port)));
        return ClusterState.Read(directory) is { IsRunning: true } state && state.Port == port ? directory : null;
    }

    private static string FileOf(int port) => Path.Combine(Folder, port.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
