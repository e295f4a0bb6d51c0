using k8s.Models;
using Operon.Kubernetes;

namespace Operon.LocalCluster.Tests.Controllers;

public sealed class EndpointsTests(SimulatedCluster cluster)
{
    [Fact]
    public async Task Only_ready_pods_are_ready_endpoints()
    {
        var ns = await cluster.NamespaceAsync();
        await cluster.CreateAsync(ResourceKinds.Service, Service(ns, s => s.Spec.Ports[0].TargetPort = "client"));
        await cluster.CreateAsync(ResourceKinds.Pod, Pod(ns, "a", isReady: true));
        await cluster.CreateAsync(ResourceKinds.Pod, Pod(ns, "b", isReady: false));

        await SimulatedCluster.EventuallyAsync(async () =>
        {
            var slice = await SliceAsync(ns);
            Assert.Equal([("a", true), ("b", false)], slice.Endpoints.Select(e => (e.TargetRef.Name, e.Conditions.Ready == true)).Order());
            Assert.Equal(2379, slice.Ports[0].Port);
            var subset = Assert.Single((await cluster.Client.Resource(ResourceKinds.Endpoints).GetAsync(ns, "db", SimulatedCluster.Token)).Subsets ?? []);
            Assert.Equal(["a"], subset.Addresses?.Select(a => a.TargetRef.Name));
            Assert.Equal(["b"], subset.NotReadyAddresses?.Select(a => a.TargetRef.Name));
        });
    }

    [Fact]
    public async Task A_headless_service_publishes_unready_members_by_name_when_asked()
    {
        var ns = await cluster.NamespaceAsync();
        await cluster.CreateAsync(ResourceKinds.Service, Service(ns, s =>
        {
            s.Spec.ClusterIP = "None";
            s.Spec.PublishNotReadyAddresses = true;
        }));
        await cluster.CreateAsync(ResourceKinds.Pod, Pod(ns, "a", isReady: false));

        await SimulatedCluster.EventuallyAsync(async () =>
        {
            var endpoint = Assert.Single((await SliceAsync(ns)).Endpoints ?? []);
            Assert.Equal(("a", true, false), (endpoint.Hostname, endpoint.Conditions.Ready, endpoint.Conditions.Serving));
        });
    }

    [Fact]
    public async Task The_kubernetes_service_leads_to_the_api_server()
    {
        await SimulatedCluster.EventuallyAsync(async () =>
        {
            var slice = await cluster.Client.Resource(ResourceKinds.EndpointSlice).FindAsync("default", "kubernetes", SimulatedCluster.Token);
            Assert.Equal(cluster.Client.Server.Port, slice?.Ports[0].Port);
        });
    }

    private async Task<V1EndpointSlice> SliceAsync(string ns) =>
        Assert.Single((await cluster.Client.Resource(ResourceKinds.EndpointSlice)
            .ListAsync(ns, new ListOptions { LabelSelector = "kubernetes.io/service-name=db" }, SimulatedCluster.Token)).Items);

    private static V1Service Service(string ns, Action<V1Service> with)
    {
        var service = new V1Service
        {
            Metadata = new V1ObjectMeta { Name = "db", NamespaceProperty = ns },
            Spec = new V1ServiceSpec
            {
                Selector = new Dictionary<string, string> { ["app"] = "db" },
                Ports = [new V1ServicePort { Name = "client", Port = 2379, Protocol = "TCP" }],
            },
        };
        with(service);
        return service;
    }

    private static V1Pod Pod(string ns, string name, bool isReady) => new()
    {
        Metadata = new V1ObjectMeta
        {
            Name = name,
            NamespaceProperty = ns,
            Labels = new Dictionary<string, string> { ["app"] = "db" },
            Annotations = new Dictionary<string, string> { ["simulation.operon.dev/ready"] = isReady ? "true" : "false" },
        },
        Spec = new V1PodSpec
        {
            Hostname = name,
            Subdomain = "db",
            Containers = [new V1Container { Name = "main", Image = "x", Ports = [new V1ContainerPort { Name = "client", ContainerPort = 2379 }] }],
        },
    };
}
