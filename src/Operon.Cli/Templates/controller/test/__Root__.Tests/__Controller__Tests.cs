__license__using k8s.Models;
using Operon.Runtime;
using Operon.Testing;
using __Root__.Api.__Version__;

namespace __Root__.Tests;

public sealed class __Controller__Tests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Says_Ready_for_the_newest_generation()
    {
        await using var cluster = await TestCluster.StartAsync(new() { Manifests = CustomResourceDefinitions.All }, Cancel);
        await using var running = await RunningOperator.StartAsync(cluster, Cancel);
        var home = __testNamespace__;
        await cluster.CreateAsync(__Kind__.Resource, New(home), Cancel);
        await cluster.EventuallyAsync(
            __Kind__.Resource, home, "one", found => Conditions.IsTrueFor(found.Status?.Conditions, "Ready", found.Metadata.Generation), cancellationToken: Cancel);
    }

    private static __Kind__ New(string? home) => new()
    {
        Metadata = new V1ObjectMeta { Name = "one", NamespaceProperty = home },
        Spec = new __Kind__Spec(),
    };
}
