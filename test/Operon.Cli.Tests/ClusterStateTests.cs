using Operon.Cli.Clusters;

namespace Operon.Cli.Tests;

public sealed class ClusterStateTests : IDisposable
{
    private readonly DataDirectory _directory = new(Directory.CreateTempSubdirectory("operon-cli-").FullName);

    public void Dispose() => Directory.Delete(_directory.Root, recursive: true);

    [Fact]
    public void Is_read_back_as_written()
    {
        var state = new ClusterState(1, 2, 3, 4, "/some/kubeconfig", IsReady: true);
        state.Write(_directory);
        Assert.Equal(state, ClusterState.Read(_directory));
    }

    [Fact]
    public void Is_null_when_nothing_or_nonsense_was_written()
    {
        Assert.Null(ClusterState.Read(_directory));
        File.WriteAllText(_directory.State, "{ half");
        Assert.Null(ClusterState.Read(_directory));
    }

    [Fact]
    public void Tells_a_live_process_from_one_that_took_over_its_number()
    {
        var self = Environment.ProcessId;
        var start = ProcessClock.StartOf(self)!.Value;
        Assert.True(new ClusterState(self, start, 0, 0, "", IsReady: true).IsRunning);
        Assert.False(new ClusterState(self, start - 1, 0, 0, "", IsReady: true).IsRunning);
        Assert.False(new ClusterState(int.MaxValue, start, 0, 0, "", IsReady: true).IsRunning);
    }
}
