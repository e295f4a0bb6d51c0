using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using Operon.Kubernetes;
using Operon.Testing;
using Xunit;

namespace Operon.Runtime.Tests;

/// <summary>An API server with a kind <c>Shop</c>, and managers that keep the shops' dependents.</summary>
internal sealed class ShopCluster : IAsyncDisposable
{
    private readonly TestCluster _cluster;
    private RequestWindow _writes;
    private RunningManager? _running;

    private ShopCluster(TestCluster cluster)
    {
        _cluster = cluster;
        _writes = cluster.Requests.Start();
    }

    public static ResourceKind<UntypedObject> Kind { get; } = ResourceKinds.Untyped(new ResourceType("example.com", "v1", "Shop", "shops", IsNamespaced: true));

    public static ObjectKey Key { get; } = new("default", "corner");

    /// <summary>The test's own client.</summary>
    public IKubernetesClient Client => _cluster.Observer;

    /// <summary>What managers wrote: verb and plural.</summary>
    public IEnumerable<string> Writes => _writes.Writes.Select(request => $"{request.Verb.ToString().ToLowerInvariant()} {request.Resource}");

    /// <summary>The results of the reconciles, oldest first.</summary>
    public ConcurrentQueue<DependentGraphResult<UntypedObject>> Results { get; } = [];

    public DependentGraphResult<UntypedObject>? Last => Results.LastOrDefault();

    public IController Controller { get; private set; } = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<ShopCluster> StartAsync()
    {
        var cluster = new ShopCluster(await TestCluster.StartAsync(new TestClusterOptions { AlwaysInProcess = true }, Token));
        await cluster.InstallAsync("Shop", "shops");
        return cluster;
    }

    public static string? Spec(UntypedObject shop, string field) => (string?)shop.Fields["spec"]?[field];

    public async Task InstallAsync(string kind, string plural)
    {
        var group = Kind.Type.Group;
        await _cluster.InstallCrdsAsync($$"""
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata:
              name: {{plural}}.{{group}}
            spec:
              group: {{group}}
              scope: Namespaced
              names: { kind: {{kind}}, plural: {{plural}} }
              versions:
              - name: v1
                served: true
                storage: true
                subresources: { status: {} }
                schema:
                  openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true }
            """, Token);
    }

    public async Task<UntypedObject> CreateShopAsync(string spec = "{}")
    {
        var shop = new UntypedObject
        {
            Metadata = new V1ObjectMeta { Name = Key.Name, NamespaceProperty = Key.Namespace },
            Fields = new JsonObject { ["spec"] = JsonNode.Parse(spec) },
        };
        return await Client.Resource(Kind).CreateAsync(shop, Token);
    }

    public Task ChangeShopAsync(string spec) => PatchAsync(Kind, Key.Name, $$"""{"spec":{{spec}}}""");

    public Task DeleteShopAsync() => Client.Resource(Kind).DeleteAsync(Key.Namespace, Key.Name, Token);

    public Task<UntypedObject?> FindShopAsync() => FindAsync(Kind, Key.Name);

    public Task<T?> FindAsync<T>(ResourceKind<T> kind, string name)
        where T : class, IKubernetesObject<V1ObjectMeta> => Client.Resource(kind).FindAsync(Key.Namespace, name, Token);

    public Task PatchAsync<T>(ResourceKind<T> kind, string name, string patch, string? subresource = null)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        Client.Resource(kind).PatchAsync(Key.Namespace, name, Patch.Merge(JsonNode.Parse(patch)!), Token, new WriteOptions { FieldManager = "somebody" }, subresource);

    public void ForgetWrites() => _writes = _cluster.Requests.Start();

    /// <summary>Runs a controller with the graph; one that ran before is stopped.</summary>
    public async Task RunAsync(DependentGraph<UntypedObject> graph)
    {
        await StopAsync();
        var manager = new ControllerManager(_cluster.Client);
        Controller = manager.Controller("shop", Kind).ReconcileWith(graph, (result, _) =>
        {
            Results.Enqueue(result);
            return Task.CompletedTask;
        });
        _running = new RunningManager(manager);
    }

    /// <summary>Waits until the newest result is as expected.</summary>
    public Task ReachesAsync(Func<DependentGraphResult<UntypedObject>, bool> condition) =>
        Eventually.TrueAsync(() => Last is { } last && condition(last), () => string.Join("; ", Last?.Nodes.Select(node => node.ToString()) ?? ["no reconcile"]));

    /// <summary>Asks for one more reconcile and waits for its result.</summary>
    public async Task<DependentGraphResult<UntypedObject>> ReconcileAgainAsync()
    {
        var before = Results.Count;
        Controller.Enqueue(Key);
        await Eventually.TrueAsync(() => Results.Count > before);
        return Last!;
    }

    public async Task StopAsync()
    {
        if (_running is not null)
        {
            await _running.DisposeAsync();
            _running = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _cluster.DisposeAsync();
    }
}
