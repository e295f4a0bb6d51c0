using k8s.Models;
using Operon.Runtime;
using Operon.Testing;
using Orchard.Api.V1;

namespace Orchard.Tests;

public sealed class TreeReconcilerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Says_Ready_for_the_newest_generation()
    {
        await using var cluster = await TestCluster.StartAsync(new() { Manifests = CustomResourceDefinitions.All, Namespaces = [] }, Cancel);
        await using var running = await RunningOperator.StartAsync(cluster, Cancel);
        await BecomesReadyAsync(cluster);
    }

    [Fact]
    public async Task Needs_no_rights_but_those_of_its_role()
    {
        await using var cluster = await TestCluster.StartAsync(
            new() { Manifests = CustomResourceDefinitions.All, Namespaces = [], AlwaysInProcess = true }, Cancel);
        await using (await RunningOperator.StartAsync(cluster, Cancel))
        {
            await BecomesReadyAsync(cluster);
        }

        // Rights of other controllers of this program are not used here.
        cluster.Requests.VerifyRole(RunningOperator.User, RunningOperator.Roles, allowUnused: true);
    }

    private static async Task BecomesReadyAsync(TestCluster cluster)
    {
        var home = await cluster.CreateNamespaceAsync(cancellationToken: Cancel);
        var resource = new Tree { Metadata = new V1ObjectMeta { Name = "one", NamespaceProperty = home }, Spec = new TreeSpec() };
        await cluster.CreateAsync(Tree.Resource, resource, Cancel);
        await cluster.EventuallyAsync(
            Tree.Resource, home, "one", found => Conditions.IsTrueFor(found.Status?.Conditions, "Ready", found.Metadata.Generation), cancellationToken: Cancel);
    }
}
