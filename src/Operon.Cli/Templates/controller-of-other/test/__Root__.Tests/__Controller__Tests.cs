__license__using __modelNamespace__;
using Operon.Testing;

namespace __Root__.Tests;

public sealed class __Controller__Tests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Runs_with_the_rights_it_asks_for()
    {
        await using var cluster = await TestCluster.StartAsync(new() { Manifests = CustomResourceDefinitions.All, AlwaysInProcess = true }, Cancel);
        await using var running = await RunningOperator.StartAsync(cluster, Cancel);
        await running.IsReadyAsync(Cancel);
    }
}
