using k8s.Models;
using Operon.Kubernetes;

namespace Operon.LocalCluster.Tests.Controllers;

public sealed class DeploymentTests(SimulatedCluster cluster)
{
    [Fact]
    public async Task A_deployment_becomes_available_and_says_so()
    {
        var ns = await cluster.NamespaceAsync();
        await cluster.CreateAsync(ResourceKinds.Deployment, SimulatedCluster.Deployment(ns, "web", 3));

        var deployment = await IsRolledOutAsync(ns, "web", 3);

        Assert.Equal("1", deployment.Metadata.Annotations["deployment.kubernetes.io/revision"]);
        Assert.Contains(deployment.Status.Conditions, c => c is { Type: "Available", Status: "True", Reason: "MinimumReplicasAvailable" });
        var pods = await cluster.PodsAsync(ns);
        Assert.All(pods, p => Assert.Equal(p.Metadata.OwnerReferences[0].Name, "web-" + p.Metadata.Labels["pod-template-hash"]));
        Assert.Equal(3, pods.Select(p => p.Spec.NodeName).Distinct().Count());
    }

    [Fact]
    public async Task A_deleted_pod_is_replaced()
    {
        var ns = await cluster.NamespaceAsync();
        await cluster.CreateAsync(ResourceKinds.Deployment, SimulatedCluster.Deployment(ns, "web", 2));
        await IsRolledOutAsync(ns, "web", 2);
        var victim = (await cluster.PodsAsync(ns))[0];

        await cluster.Client.Resource(ResourceKinds.Pod).DeleteAsync(ns, victim.Metadata.Name, SimulatedCluster.Token);

        await SimulatedCluster.EventuallyAsync(async () =>
        {
            var pods = await cluster.PodsAsync(ns);
            Assert.DoesNotContain(pods, p => p.Metadata.Uid == victim.Metadata.Uid);
            Assert.Equal(2, pods.Count(p => p.Status?.Phase == "Running"));
        });
    }

    [Fact]
    public async Task A_new_template_rolls_out_and_an_old_one_rolls_back_under_a_new_revision()
    {
        var ns = await cluster.NamespaceAsync();
        await cluster.CreateAsync(ResourceKinds.Deployment, SimulatedCluster.Deployment(ns, "web", 3));
        await IsRolledOutAsync(ns, "web", 3);

        await SetImageAsync(ns, "web", "app:2");
        await RunsAsync(ns, "app:2", "2");
        await SetImageAsync(ns, "web", "app:1");
        await RunsAsync(ns, "app:1", "3");

        var sets = (await cluster.Client.Resource(ResourceKinds.ReplicaSet).ListAsync(ns, null, SimulatedCluster.Token)).Items;
        Assert.Equal(2, sets.Count);
        Assert.Equal("1", sets.Single(s => s.Spec.Replicas == 3).Metadata.Annotations["deployment.kubernetes.io/revision-history"]);
    }

    [Fact]
    public async Task A_rollout_that_never_gets_ready_keeps_the_old_pods()
    {
        var ns = await cluster.NamespaceAsync();
        await cluster.CreateAsync(ResourceKinds.Deployment, SimulatedCluster.Deployment(ns, "web", 4));
        await IsRolledOutAsync(ns, "web", 4);

        await cluster.ChangeAsync(ResourceKinds.Deployment, ns, "web", d =>
            d.Spec.Template.Metadata.Annotations = new Dictionary<string, string> { ["simulation.operon.dev/ready"] = "false" });

        await SimulatedCluster.EventuallyAsync(async () =>
        {
            var pods = await cluster.PodsAsync(ns);
            Assert.Equal(2, pods.Count(p => p.Metadata.Annotations?.ContainsKey("simulation.operon.dev/ready") == true));
            Assert.Equal(3, pods.Count(p => p.Status.Conditions?.Any(c => c is { Type: "Ready", Status: "True" }) == true));
        });
    }

    [Fact]
    public async Task Recreate_removes_all_old_pods_before_the_first_new_one()
    {
        var ns = await cluster.NamespaceAsync();
        await cluster.CreateAsync(ResourceKinds.Deployment, SimulatedCluster.Deployment(ns, "web", 2, d => d.Spec.Strategy = new V1DeploymentStrategy { Type = "Recreate" }));
        await IsRolledOutAsync(ns, "web", 2);

        await SetImageAsync(ns, "web", "app:2");

        await RunsAsync(ns, "app:2", "2", replicas: 2);
    }

    [Fact]
    public async Task Scaling_follows_both_ways()
    {
        var ns = await cluster.NamespaceAsync();
        await cluster.CreateAsync(ResourceKinds.Deployment, SimulatedCluster.Deployment(ns, "web", 1));
        await IsRolledOutAsync(ns, "web", 1);
        await cluster.ChangeAsync(ResourceKinds.Deployment, ns, "web", d => d.Spec.Replicas = 5);
        await IsRolledOutAsync(ns, "web", 5);
        await cluster.ChangeAsync(ResourceKinds.Deployment, ns, "web", d => d.Spec.Replicas = 0);

        await SimulatedCluster.EventuallyAsync(async () => Assert.Empty(await cluster.PodsAsync(ns)));
    }

    private Task SetImageAsync(string ns, string name, string image) =>
        cluster.ChangeAsync(ResourceKinds.Deployment, ns, name, d => d.Spec.Template.Spec.Containers[0].Image = image);

    private async Task RunsAsync(string ns, string image, string revision, int replicas = 3)
    {
        var deployment = await IsRolledOutAsync(ns, "web", replicas, image);
        Assert.Equal(revision, deployment.Metadata.Annotations["deployment.kubernetes.io/revision"]);
        await SimulatedCluster.EventuallyAsync(async () =>
        {
            var pods = await cluster.PodsAsync(ns);
            Assert.Equal(replicas, pods.Count);
            Assert.All(pods, p => Assert.Equal(image, p.Spec.Containers[0].Image));
        });
    }

    private async Task<V1Deployment> IsRolledOutAsync(string ns, string name, int replicas, string? image = null)
    {
        V1Deployment deployment = new();
        await SimulatedCluster.EventuallyAsync(async () =>
        {
            deployment = await cluster.Client.Resource(ResourceKinds.Deployment).GetAsync(ns, name, SimulatedCluster.Token);
            Assert.Equal(deployment.Metadata.Generation, deployment.Status?.ObservedGeneration);
            Assert.Equal((replicas, replicas, replicas), (deployment.Status!.UpdatedReplicas ?? 0, deployment.Status.Replicas ?? 0, deployment.Status.AvailableReplicas ?? 0));
            Assert.Contains(deployment.Status.Conditions, c => c is { Type: "Progressing", Reason: "NewReplicaSetAvailable" });
            Assert.True(image is null || deployment.Spec.Template.Spec.Containers[0].Image == image);
        });
        return deployment;
    }
}
