using k8s.Models;
using Operon.Kubernetes;

namespace Operon.LocalCluster.Tests.Controllers;

public sealed class NamespaceTests(SimulatedCluster cluster)
{
    [Fact]
    public async Task A_new_namespace_gets_a_service_account_and_the_certificate_authority()
    {
        var ns = await cluster.NamespaceAsync();

        await SimulatedCluster.EventuallyAsync(async () =>
        {
            var map = await cluster.Client.Resource(ResourceKinds.ConfigMap).FindAsync(ns, "kube-root-ca.crt", SimulatedCluster.Token);
            Assert.StartsWith("-----BEGIN CERTIFICATE-----", map?.Data["ca.crt"]);
        });
    }

    [Fact]
    public async Task Deleting_a_namespace_removes_everything_in_it_custom_resources_included()
    {
        var ns = await cluster.NamespaceAsync();
        var type = await cluster.DefineAsync("trees");
        await cluster.CreateAsync(ResourceKinds.Untyped(type), new UntypedObject { Metadata = new V1ObjectMeta { Name = "oak", NamespaceProperty = ns } });
        await cluster.CreateAsync(ResourceKinds.Deployment, SimulatedCluster.Deployment(ns, "web", 2));
        await SimulatedCluster.EventuallyAsync(async () => Assert.Equal(2, (await cluster.PodsAsync(ns)).Count));

        await cluster.Client.Resource(ResourceKinds.Namespace).DeleteAsync(null, ns, SimulatedCluster.Token);

        await SimulatedCluster.EventuallyAsync(async () => Assert.Null(await cluster.Client.Resource(ResourceKinds.Namespace).FindAsync(null, ns, SimulatedCluster.Token)));
        Assert.Null(await cluster.Client.Resource(ResourceKinds.Untyped(type)).FindAsync(ns, "oak", SimulatedCluster.Token));
        Assert.Empty(await cluster.PodsAsync(ns));
    }

    [Fact]
    public async Task A_finalizer_inside_keeps_the_namespace_and_is_named()
    {
        var ns = await cluster.NamespaceAsync();
        await cluster.CreateAsync(ResourceKinds.ConfigMap, new V1ConfigMap
        {
            Metadata = new V1ObjectMeta { Name = "held", NamespaceProperty = ns, Finalizers = ["example.com/hold"] },
        });

        await cluster.Client.Resource(ResourceKinds.Namespace).DeleteAsync(null, ns, SimulatedCluster.Token);

        await SimulatedCluster.EventuallyAsync(async () =>
        {
            var target = await cluster.Client.Resource(ResourceKinds.Namespace).GetAsync(null, ns, SimulatedCluster.Token);
            Assert.Contains(target.Status.Conditions ?? [], c => c is { Type: "NamespaceFinalizersRemaining", Status: "True" } && c.Message.Contains("example.com/hold in 1 resource instances", StringComparison.Ordinal));
        });
        await cluster.ChangeAsync(ResourceKinds.ConfigMap, ns, "held", m => m.Metadata.Finalizers = []);
        await SimulatedCluster.EventuallyAsync(async () => Assert.Null(await cluster.Client.Resource(ResourceKinds.Namespace).FindAsync(null, ns, SimulatedCluster.Token)));
    }
}
