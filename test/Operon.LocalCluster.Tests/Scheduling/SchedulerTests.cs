using k8s.Models;
using Operon.Kubernetes;
using Operon.LocalCluster.Tests.Controllers;

namespace Operon.LocalCluster.Tests.Scheduling;

public sealed class SchedulerTests(SimulatedCluster cluster)
{
    [Fact]
    public async Task A_fourth_member_waits_on_three_nodes_and_moves_in_when_one_leaves()
    {
        var ns = await cluster.NamespaceAsync();
        foreach (var name in new[] { "a", "b", "c" })
        {
            await cluster.CreateAsync(ResourceKinds.Pod, Member(ns, name));
        }

        await SimulatedCluster.EventuallyAsync(async () =>
            Assert.Equal(3, (await cluster.PodsAsync(ns)).Where(p => p.Status?.Phase == "Running").Select(p => p.Spec.NodeName).Distinct().Count()));
        await cluster.CreateAsync(ResourceKinds.Pod, Member(ns, "d"));
        await SimulatedCluster.EventuallyAsync(async () =>
        {
            var waiting = await cluster.Client.Resource(ResourceKinds.Pod).GetAsync(ns, "d", SimulatedCluster.Token);
            var condition = waiting.Status?.Conditions?.SingleOrDefault(c => c.Type == "PodScheduled");
            Assert.Equal(
                ("False", "Unschedulable", "0/3 nodes are available: 3 node(s) didn't match pod anti-affinity rules."),
                (condition?.Status, condition?.Reason, condition?.Message));
            var events = (await cluster.Client.Resource(ResourceKinds.Event).ListAsync(ns, new ListOptions { FieldSelector = "involvedObject.name=d" }, SimulatedCluster.Token)).Items;
            Assert.Contains(events, e => e.Reason == "FailedScheduling");
        });

        await cluster.Client.Resource(ResourceKinds.Pod).DeleteAsync(ns, "b", SimulatedCluster.Token);

        await SimulatedCluster.EventuallyAsync(async () =>
            Assert.Equal("Running", (await cluster.Client.Resource(ResourceKinds.Pod).GetAsync(ns, "d", SimulatedCluster.Token)).Status?.Phase));
    }

    private static V1Pod Member(string ns, string name)
    {
        var pod = Given.Pod(name, with: Given.Apart);
        pod.Metadata.NamespaceProperty = ns;
        pod.Metadata.Uid = null;
        pod.Status = null;
        pod.Spec.TerminationGracePeriodSeconds = 1;
        return pod;
    }
}
