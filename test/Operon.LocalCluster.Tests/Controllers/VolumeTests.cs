using k8s.Models;
using Operon.Kubernetes;

namespace Operon.LocalCluster.Tests.Controllers;

public sealed class VolumeTests(SimulatedCluster cluster)
{
    [Fact]
    public async Task A_claim_gets_a_folder_on_the_node_of_its_first_pod_and_loses_it_with_the_claim()
    {
        var ns = await cluster.NamespaceAsync();
        var claims = cluster.Client.Resource(ResourceKinds.PersistentVolumeClaim);
        await cluster.CreateAsync(ResourceKinds.PersistentVolumeClaim, Claim(ns));
        await SimulatedCluster.EventuallyAsync(async () => Assert.Equal("Pending", (await claims.GetAsync(ns, "data", SimulatedCluster.Token)).Status?.Phase));

        await cluster.CreateAsync(ResourceKinds.Pod, Pod(ns));

        V1PersistentVolume? volume = null;
        await SimulatedCluster.EventuallyAsync(async () =>
        {
            var claim = await claims.GetAsync(ns, "data", SimulatedCluster.Token);
            Assert.Equal("Bound", claim.Status?.Phase);
            volume = await cluster.Client.Resource(ResourceKinds.PersistentVolume).GetAsync(null, claim.Spec.VolumeName, SimulatedCluster.Token);
            Assert.Equal("Bound", volume.Status?.Phase);
            var pod = await cluster.Client.Resource(ResourceKinds.Pod).GetAsync(ns, "user", SimulatedCluster.Token);
            Assert.Equal("Running", pod.Status.Phase);
            Assert.Equal([pod.Spec.NodeName], volume.Spec.NodeAffinity.Required.NodeSelectorTerms[0].MatchExpressions[0].Values);
        });
        var folder = volume!.Spec.HostPath.Path;
        Assert.True(Directory.Exists(folder));

        await claims.DeleteAsync(ns, "data", SimulatedCluster.Token);
        await SimulatedCluster.EventuallyAsync(async () => Assert.NotNull((await claims.GetAsync(ns, "data", SimulatedCluster.Token)).Metadata.DeletionTimestamp));
        await cluster.Client.Resource(ResourceKinds.Pod).DeleteAsync(ns, "user", SimulatedCluster.Token);
        await SimulatedCluster.EventuallyAsync(async () =>
        {
            Assert.Null(await claims.FindAsync(ns, "data", SimulatedCluster.Token));
            Assert.Null(await cluster.Client.Resource(ResourceKinds.PersistentVolume).FindAsync(null, volume.Metadata.Name, SimulatedCluster.Token));
            Assert.False(Directory.Exists(folder));
        });
    }

    [Fact]
    public async Task A_bound_claim_grows_with_its_volume_where_its_class_allows_it()
    {
        var ns = await cluster.NamespaceAsync();
        var claims = cluster.Client.Resource(ResourceKinds.PersistentVolumeClaim);
        await cluster.CreateAsync(ResourceKinds.PersistentVolumeClaim, Claim(ns));
        var early = await Assert.ThrowsAsync<KubernetesApiException>(() => claims.PatchAsync(ns, "data", Grown("5Gi"), SimulatedCluster.Token));
        Assert.Contains("bound", early.Message, StringComparison.Ordinal);

        await cluster.CreateAsync(ResourceKinds.Pod, Pod(ns));
        await SimulatedCluster.EventuallyAsync(async () => Assert.Equal("Bound", (await claims.GetAsync(ns, "data", SimulatedCluster.Token)).Status?.Phase));
        await claims.PatchAsync(ns, "data", Grown("5Gi"), SimulatedCluster.Token);
        await SimulatedCluster.EventuallyAsync(async () =>
        {
            var claim = await claims.GetAsync(ns, "data", SimulatedCluster.Token);
            Assert.Equal("5Gi", claim.Status.Capacity["storage"].ToString());
            var volume = await cluster.Client.Resource(ResourceKinds.PersistentVolume).GetAsync(null, claim.Spec.VolumeName, SimulatedCluster.Token);
            Assert.Equal("5Gi", volume.Spec.Capacity["storage"].ToString());
        });

        var classes = cluster.Client.Resource(ResourceKinds.StorageClass);
        await cluster.CreateAsync(ResourceKinds.StorageClass, new V1StorageClass { Metadata = new V1ObjectMeta { Name = ns }, Provisioner = "operon.dev/local-path", VolumeBindingMode = "Immediate" });
        var rigid = Claim(ns);
        rigid.Metadata.Name = "rigid";
        rigid.Spec.StorageClassName = ns;
        await cluster.CreateAsync(ResourceKinds.PersistentVolumeClaim, rigid);
        await SimulatedCluster.EventuallyAsync(async () => Assert.Equal("Bound", (await claims.GetAsync(ns, "rigid", SimulatedCluster.Token)).Status?.Phase));
        var refused = await Assert.ThrowsAsync<KubernetesApiException>(() => claims.PatchAsync(ns, "rigid", Grown("5Gi"), SimulatedCluster.Token));
        Assert.True(refused.IsForbidden);
        await classes.DeleteAsync(null, ns, SimulatedCluster.Token);
    }

    private static Patch Grown(string size) => Patch.Merge(
        new System.Text.Json.Nodes.JsonObject { ["spec"] = new System.Text.Json.Nodes.JsonObject { ["resources"] = new System.Text.Json.Nodes.JsonObject { ["requests"] = new System.Text.Json.Nodes.JsonObject { ["storage"] = size } } } });

    [Fact]
    public async Task A_claim_takes_the_smallest_static_volume_that_fits()
    {
        var ns = await cluster.NamespaceAsync();
        foreach (var size in new[] { "1Gi", "5Gi", "3Gi" })
        {
            await cluster.CreateAsync(ResourceKinds.PersistentVolume, new V1PersistentVolume
            {
                Metadata = new V1ObjectMeta { Name = $"{ns}-{size.ToLowerInvariant()}" },
                Spec = new V1PersistentVolumeSpec
                {
                    StorageClassName = ns,
                    AccessModes = ["ReadWriteOnce"],
                    Capacity = new Dictionary<string, ResourceQuantity> { ["storage"] = new(size) },
                    HostPath = new V1HostPathVolumeSource { Path = "/nowhere" },
                    PersistentVolumeReclaimPolicy = "Retain",
                },
            });
        }

        await cluster.CreateAsync(ResourceKinds.PersistentVolumeClaim, Claim(ns, c => c.Spec.StorageClassName = ns));

        await SimulatedCluster.EventuallyAsync(async () =>
        {
            var claim = await cluster.Client.Resource(ResourceKinds.PersistentVolumeClaim).GetAsync(ns, "data", SimulatedCluster.Token);
            Assert.Equal(("Bound", $"{ns}-3gi"), (claim.Status?.Phase, claim.Spec.VolumeName));
        });
        await cluster.Client.Resource(ResourceKinds.PersistentVolumeClaim).DeleteAsync(ns, "data", SimulatedCluster.Token);
        await SimulatedCluster.EventuallyAsync(async () =>
            Assert.Equal("Released", (await cluster.Client.Resource(ResourceKinds.PersistentVolume).GetAsync(null, $"{ns}-3gi", SimulatedCluster.Token)).Status.Phase));
    }

    private static V1PersistentVolumeClaim Claim(string ns, Action<V1PersistentVolumeClaim>? with = null)
    {
        var claim = new V1PersistentVolumeClaim
        {
            Metadata = new V1ObjectMeta { Name = "data", NamespaceProperty = ns },
            Spec = new V1PersistentVolumeClaimSpec
            {
                AccessModes = ["ReadWriteOnce"],
                Resources = new V1VolumeResourceRequirements { Requests = new Dictionary<string, ResourceQuantity> { ["storage"] = new("2Gi") } },
            },
        };
        with?.Invoke(claim);
        return claim;
    }

    private static V1Pod Pod(string ns) => new()
    {
        Metadata = new V1ObjectMeta { Name = "user", NamespaceProperty = ns },
        Spec = new V1PodSpec
        {
            Containers = [new V1Container { Name = "main", Image = "x" }],
            TerminationGracePeriodSeconds = 1,
            Volumes = [new V1Volume { Name = "data", PersistentVolumeClaim = new V1PersistentVolumeClaimVolumeSource { ClaimName = "data" } }],
        },
    };
}
