namespace Operon.Cli.Clusters;

/// <summary>Deletes cluster folders, and nothing else.</summary>
internal static class ClusterFolder
{
    /// <summary>Deletes the folder of a stopped cluster; false when there is none.</summary>
    /// <exception cref="ClusterException">The folder is not a cluster's, or its cluster runs.</exception>
    public static bool Delete(DataDirectory directory)
    {
        if (!Directory.Exists(directory.Root))
        {
            return false;
        }

        var state = ClusterState.Read(directory);
        if (state is null && Directory.EnumerateFileSystemEntries(directory.Root).Any())
        {
            throw new ClusterException($"{directory.Root} holds no cluster (there is no cluster.json in it); it was left as it is.");
        }

        if (state is { IsRunning: true })
        {
            throw new ClusterException($"The cluster in {directory.Root} is running. Stop it first: operon down --data {directory.Root}");
        }

        Directory.Delete(directory.Root, recursive: true);
        return true;
    }
}
