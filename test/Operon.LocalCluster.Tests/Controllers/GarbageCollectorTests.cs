using k8s.Models;
using Operon.Kubernetes;

namespace Operon.LocalCluster.Tests.Controllers;

public sealed class GarbageCollectorTests(SimulatedCluster cluster)
{
    [Fact]
    public async Task Background_deletion_takes_the_whole_tree()
    {
        var ns = await cluster.NamespaceAsync();
        await DeployAsync(ns);

        await cluster.Client.Resource(ResourceKinds.Deployment).DeleteAsync(ns, "web", SimulatedCluster.Token);

        await SimulatedCluster.EventuallyAsync(async () =>
        {
            Assert.Empty((await cluster.Client.Resource(ResourceKinds.ReplicaSet).ListAsync(ns, null, SimulatedCluster.Token)).Items);
            Assert.Empty(await cluster.PodsAsync(ns));
        });
    }

    [Fact]
    public async Task Foreground_deletion_keeps_the_owner_until_the_dependents_are_gone()
    {
        var ns = await cluster.NamespaceAsync();
        var owner = await cluster.CreateAsync(ResourceKinds.ConfigMap, ConfigMap(ns, "owner"));
        var dependent = ConfigMap(ns, "dependent", owner);
        dependent.Metadata.Finalizers = ["example.com/hold"];
        await cluster.CreateAsync(ResourceKinds.ConfigMap, dependent);
        var maps = cluster.Client.Resource(ResourceKinds.ConfigMap);

        await maps.DeleteAsync(ns, "owner", SimulatedCluster.Token, new DeleteOptions { PropagationPolicy = "Foreground" });

        await SimulatedCluster.EventuallyAsync(async () => Assert.NotNull((await maps.GetAsync(ns, "dependent", SimulatedCluster.Token)).Metadata.DeletionTimestamp));
        Assert.NotNull(await maps.FindAsync(ns, "owner", SimulatedCluster.Token));
        await cluster.ChangeAsync(ResourceKinds.ConfigMap, ns, "dependent", m => m.Metadata.Finalizers = []);
        await SimulatedCluster.EventuallyAsync(async () => Assert.Null(await maps.FindAsync(ns, "owner", SimulatedCluster.Token)));
    }

    [Fact]
    public async Task Orphaning_leaves_the_dependents_without_an_owner()
    {
        var ns = await cluster.NamespaceAsync();
        var owner = await cluster.CreateAsync(ResourceKinds.ConfigMap, ConfigMap(ns, "owner"));
        await cluster.CreateAsync(ResourceKinds.ConfigMap, ConfigMap(ns, "dependent", owner));
        var maps = cluster.Client.Resource(ResourceKinds.ConfigMap);

        await maps.DeleteAsync(ns, "owner", SimulatedCluster.Token, new DeleteOptions { PropagationPolicy = "Orphan" });

        await SimulatedCluster.EventuallyAsync(async () =>
        {
            Assert.Null(await maps.FindAsync(ns, "owner", SimulatedCluster.Token));
            Assert.Empty((await maps.GetAsync(ns, "dependent", SimulatedCluster.Token)).Metadata.OwnerReferences ?? []);
        });
    }

    [Fact]
    public async Task An_object_whose_owner_never_existed_is_deleted()
    {
        var ns = await cluster.NamespaceAsync();
        var ghost = ConfigMap(ns, "ghost");
        ghost.Metadata.Uid = "00000000-0000-0000-0000-000000000000";
        await cluster.CreateAsync(ResourceKinds.ConfigMap, ConfigMap(ns, "dependent", ghost));

        await SimulatedCluster.EventuallyAsync(async () =>
            Assert.Null(await cluster.Client.Resource(ResourceKinds.ConfigMap).FindAsync(ns, "dependent", SimulatedCluster.Token)));
    }

    [Fact]
    public async Task Custom_resources_own_like_any_other()
    {
        var ns = await cluster.NamespaceAsync();
        var type = await cluster.DefineAsync("gardens");
        var garden = await cluster.CreateAsync(ResourceKinds.Untyped(type), new UntypedObject { Metadata = new V1ObjectMeta { Name = "a", NamespaceProperty = ns } });
        var dependent = ConfigMap(ns, "flower");
        dependent.Metadata.OwnerReferences = [new V1OwnerReference { ApiVersion = type.ApiVersion, Kind = type.Kind, Name = "a", Uid = garden.Metadata.Uid, Controller = true }];
        await cluster.CreateAsync(ResourceKinds.ConfigMap, dependent);

        await cluster.Client.Resource(ResourceKinds.Untyped(type)).DeleteAsync(ns, "a", SimulatedCluster.Token);

        await SimulatedCluster.EventuallyAsync(async () =>
            Assert.Null(await cluster.Client.Resource(ResourceKinds.ConfigMap).FindAsync(ns, "flower", SimulatedCluster.Token)));
    }

    private async Task DeployAsync(string ns)
    {
        await cluster.CreateAsync(ResourceKinds.Deployment, SimulatedCluster.Deployment(ns, "web", 2));
        await SimulatedCluster.EventuallyAsync(async () => Assert.Equal(2, (await cluster.PodsAsync(ns)).Count(p => p.Status?.Phase == "Running")));
    }

    private static V1ConfigMap ConfigMap(string ns, string name, V1ConfigMap? owner = null) => new()
    {
        Metadata = new V1ObjectMeta
        {
            Name = name,
            NamespaceProperty = ns,
            OwnerReferences = owner is null ? null
                : [new V1OwnerReference { ApiVersion = "v1", Kind = "ConfigMap", Name = owner.Metadata.Name, Uid = owner.Metadata.Uid, BlockOwnerDeletion = true }],
        },
    };
}
