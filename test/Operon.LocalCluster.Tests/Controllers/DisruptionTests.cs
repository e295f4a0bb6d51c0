using k8s.Models;
using Operon.Kubernetes;

namespace Operon.LocalCluster.Tests.Controllers;

public sealed class DisruptionTests(SimulatedCluster cluster)
{
    [Theory]
    [InlineData("maxUnavailable", "1", 2, 1)]
    [InlineData("minAvailable", "3", 3, 0)]
    [InlineData("minAvailable", "50%", 2, 1)]
    public async Task A_budget_says_how_many_pods_may_go(string field, string value, int desired, int allowed)
    {
        var ns = await cluster.NamespaceAsync();
        await cluster.CreateAsync(ResourceKinds.Deployment, SimulatedCluster.Deployment(ns, "web", 3));
        IntOrString bound = int.TryParse(value, out var number) ? number : value;
        await cluster.CreateAsync(ResourceKinds.PodDisruptionBudget, new V1PodDisruptionBudget
        {
            Metadata = new V1ObjectMeta { Name = "web", NamespaceProperty = ns },
            Spec = new V1PodDisruptionBudgetSpec
            {
                Selector = new V1LabelSelector { MatchLabels = new Dictionary<string, string> { ["app"] = "web" } },
                MaxUnavailable = field == "maxUnavailable" ? bound : null,
                MinAvailable = field == "minAvailable" ? bound : null,
            },
        });

        await SimulatedCluster.EventuallyAsync(async () =>
        {
            var status = (await cluster.Client.Resource(ResourceKinds.PodDisruptionBudget).GetAsync(ns, "web", SimulatedCluster.Token)).Status;
            Assert.Equal((3, 3, desired, allowed), (status?.ExpectedPods, status?.CurrentHealthy, status?.DesiredHealthy, status?.DisruptionsAllowed));
        });
    }
}
