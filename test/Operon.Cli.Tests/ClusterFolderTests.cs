using Operon.Cli.Clusters;

namespace Operon.Cli.Tests;

public sealed class ClusterFolderTests : IDisposable
{
    private readonly DataDirectory _directory = new(Directory.CreateTempSubdirectory("operon-cli-").FullName);

    public void Dispose()
    {
        if (Directory.Exists(_directory.Root))
        {
            Directory.Delete(_directory.Root, recursive: true);
        }
    }

    [Fact]
    public void Deletes_the_folder_of_a_stopped_cluster()
    {
        new ClusterState(0, 0, 1234, 3, _directory.Kubeconfig, IsReady: false).Write(_directory);
        Assert.True(ClusterFolder.Delete(_directory));
        Assert.False(Directory.Exists(_directory.Root));
    }

    [Fact]
    public void Refuses_to_delete_a_folder_that_is_not_a_clusters()
    {
        var precious = Path.Combine(_directory.Root, "precious.txt");
        File.WriteAllText(precious, "keep me");
        var refusal = Assert.Throws<ClusterException>(() => ClusterFolder.Delete(_directory));
        Assert.Contains(_directory.Root, refusal.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(precious));
    }

    [Fact]
    public void Refuses_to_delete_the_folder_of_a_running_cluster()
    {
        var self = Environment.ProcessId;
        new ClusterState(self, ProcessClock.StartOf(self)!.Value, 1234, 3, _directory.Kubeconfig, IsReady: true).Write(_directory);
        Assert.Throws<ClusterException>(() => ClusterFolder.Delete(_directory));
        Assert.True(Directory.Exists(_directory.Root));
    }

    [Fact]
    public void Finds_nothing_to_delete_where_there_is_no_folder() =>
        Assert.False(ClusterFolder.Delete(new DataDirectory(Path.Combine(_directory.Root, "absent"))));
}
