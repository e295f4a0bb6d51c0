using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using Operon.Kubernetes;
using Operon.LocalCluster.Controllers.Objects;

[assembly: AssemblyFixture(typeof(Operon.LocalCluster.Tests.Controllers.SimulatedCluster))]

namespace Operon.LocalCluster.Tests.Controllers;

/// <summary>One cluster with three simulated nodes for all tests; each test works in namespaces of its own.</summary>
public sealed class SimulatedCluster : IAsyncLifetime
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);
    private LocalClusterHost? _host;
    private int _namespaces;

    public IKubernetesClient Client => _host!.Client;

    public async ValueTask InitializeAsync() => _host = await LocalClusterHost.StartAsync(new LocalClusterOptions { Nodes = 3 }, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }
    }

    public async Task<string> NamespaceAsync()
    {
        var name = $"test-{Interlocked.Increment(ref _namespaces)}";
        await Client.Resource(ResourceKinds.Namespace).CreateAsync(new V1Namespace { Metadata = new V1ObjectMeta { Name = name } }, Token);
        await EventuallyAsync(async () => Assert.NotNull(await Client.Resource(ResourceKinds.ServiceAccount).FindAsync(name, "default", Token)));
        return name;
    }

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public Task<T> CreateAsync<T>(ResourceKind<T> kind, T resource)
        where T : class, IKubernetesObject<V1ObjectMeta> => Client.Resource(kind).CreateAsync(resource, Token);

    /// <summary>Reads, changes and writes until nobody wrote in between.</summary>
    public async Task ChangeAsync<T>(ResourceKind<T> kind, string namespaceName, string name, Action<T> change)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        while (true)
        {
            var copy = Documents.Copy(kind, await Client.Resource(kind).GetAsync(namespaceName, name, Token));
            change(copy);
            try
            {
                await Client.Resource(kind).UpdateAsync(copy, Token);
                return;
            }
            catch (KubernetesApiException conflict) when (conflict.IsConflict)
            {
                // A controller was faster.
            }
        }
    }

    public async Task<IReadOnlyList<V1Pod>> PodsAsync(string namespaceName, string? selector = null) =>
        (await Client.Resource(ResourceKinds.Pod).ListAsync(namespaceName, new ListOptions { LabelSelector = selector }, Token)).Items;

    /// <summary>Repeats the assertions until they hold; after half a minute the last failure stands.</summary>
    public static async Task EventuallyAsync(Func<Task> assertions)
    {
        var deadline = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                await assertions();
                return;
            }
            catch (Xunit.Sdk.XunitException) when (TimeProvider.System.GetElapsedTime(deadline) < _patience)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), Token);
            }
        }
    }

    public static V1PodTemplateSpec Template(string app, string image = "app:1", Action<V1PodTemplateSpec>? with = null)
    {
        var template = new V1PodTemplateSpec
        {
            Metadata = new V1ObjectMeta { Labels = new Dictionary<string, string> { ["app"] = app } },
            Spec = new V1PodSpec { Containers = [new V1Container { Name = "main", Image = image }], TerminationGracePeriodSeconds = 1 },
        };
        with?.Invoke(template);
        return template;
    }

    public static V1Deployment Deployment(string namespaceName, string name, int replicas, Action<V1Deployment>? with = null)
    {
        var deployment = new V1Deployment
        {
            Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = namespaceName },
            Spec = new V1DeploymentSpec
            {
                Replicas = replicas,
                Selector = new V1LabelSelector { MatchLabels = new Dictionary<string, string> { ["app"] = name } },
                Template = Template(name),
            },
        };
        with?.Invoke(deployment);
        return deployment;
    }

    public static Patch Metadata(string field, JsonNode value) => Patch.Merge(new JsonObject { ["metadata"] = new JsonObject { [field] = value } });
}
