using Operon.Kubernetes;
using Operon.LocalCluster.Tests.Controllers;
using Operon.LocalCluster.Tests.Support;

namespace Operon.LocalCluster.Tests.Hosting;

public sealed class LocalClusterHostTests
{
    [Fact]
    public async Task A_cluster_started_again_on_its_data_goes_on_where_it_was()
    {
        using var directory = new TemporaryDirectory();
        var options = new LocalClusterOptions { DataDirectory = directory.Path, Nodes = 1 };
        string? before;
        await using (var cluster = await LocalClusterHost.StartAsync(options, SimulatedCluster.Token))
        {
            await cluster.Client.Resource(ResourceKinds.Deployment).CreateAsync(SimulatedCluster.Deployment("default", "web", 1), SimulatedCluster.Token);
            before = await RunningPodAsync(cluster);
        }

        await using var again = await LocalClusterHost.StartAsync(options, SimulatedCluster.Token);

        Assert.Equal(before, await RunningPodAsync(again));
        await again.Client.Resource(ResourceKinds.Pod).DeleteAsync("default", before, SimulatedCluster.Token);
        await SimulatedCluster.EventuallyAsync(async () => Assert.NotEqual(before, await RunningPodAsync(again)));
    }

    private static async Task<string> RunningPodAsync(LocalClusterHost cluster)
    {
        var name = string.Empty;
        await SimulatedCluster.EventuallyAsync(async () =>
        {
            var pods = (await cluster.Client.Resource(ResourceKinds.Pod).ListAsync("default", null, SimulatedCluster.Token)).Items;
            name = Assert.Single(pods, p => p is { Status.Phase: "Running", Metadata.DeletionTimestamp: null }).Metadata.Name;
        });
        return name;
    }
}
