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
        await using var cluster = await TestCluster.StartAsync(new() { Manifests = CustomResourceDefinitions.All, Namespaces = __watchedNamespaces__ }, Cancel);
        await using var running = await RunningOperator.StartAsync(cluster, Cancel);
        await BecomesReadyAsync(cluster);
    }

    [Fact]
    public async Task Needs_no_rights_but_those_of_its_role()
    {
        await using var cluster = await TestCluster.StartAsync(
            new() { Manifests = CustomResourceDefinitions.All, Namespaces = __watchedNamespaces__, AlwaysInProcess = true }, Cancel);
        await using (await RunningOperator.StartAsync(cluster, Cancel))
        {
            await BecomesReadyAsync(cluster);
        }

        // Rights of other controllers of this program are not used here.
        cluster.Requests.VerifyRole(RunningOperator.User, RunningOperator.Roles, allowUnused: true);
    }

    private static async Task BecomesReadyAsync(TestCluster cluster)
    {
        var home = __testNamespace__;
        var resource = new __Kind__ { Metadata = new V1ObjectMeta { Name = "one", NamespaceProperty = home }, Spec = new __Kind__Spec() };
        await cluster.CreateAsync(__Kind__.Resource, resource, Cancel);
        await cluster.EventuallyAsync(
            __Kind__.Resource, home, "one", found => Conditions.IsTrueFor(found.Status?.Conditions, "Ready", found.Metadata.Generation), cancellationToken: Cancel);
    }
}
