using k8s.Models;
using Operon.Kubernetes;

namespace Operon.LocalCluster.Tests.Controllers;

public sealed class ClusterRoleTests(SimulatedCluster cluster)
{
    [Fact]
    public async Task An_aggregated_role_shows_the_rules_of_the_roles_it_selects()
    {
        await cluster.CreateAsync(ResourceKinds.ClusterRole, new V1ClusterRole
        {
            Metadata = new V1ObjectMeta { Name = "readers-of-trees", Labels = new Dictionary<string, string> { ["rbac.authorization.k8s.io/aggregate-to-view"] = "true" } },
            Rules = [new V1PolicyRule { ApiGroups = ["example.com"], Resources = ["trees"], Verbs = ["get"] }],
        });

        // The rules reach view, by it edit, and by that admin.
        await SimulatedCluster.EventuallyAsync(async () =>
        {
            var admin = await cluster.Client.Resource(ResourceKinds.ClusterRole).GetAsync(null, "admin", SimulatedCluster.Token);
            Assert.Contains(admin.Rules ?? [], rule => rule.Resources?.Contains("trees") == true);
            Assert.Contains(admin.Rules ?? [], rule => rule.Resources?.Contains("pods") == true);
        });
    }
}
