using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Operon.Kubernetes;
using Operon.Runtime;
using Xunit;

namespace Operon.Hosting.Tests;

public sealed partial class OperatorHostTests(TestServer cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_reconciler_gets_its_constructor_arguments_from_the_services()
    {
        var builder = Builder(await cluster.NewNamespaceAsync());
        builder.AddController<CopyingReconciler, V1ConfigMap>("copy", ResourceKinds.ConfigMap);
        await using var host = builder.Build();
        await host.StartAsync(Cancellation);
        await CreateAsync(builder.Options.Namespaces[0], "original");
        await Eventually.TrueAsync(async () => await cluster.Client.Resource(ResourceKinds.ConfigMap).FindAsync(builder.Options.Namespaces[0], "original-copy", Cancellation) is not null);
        await host.StopAsync(Cancellation);
    }

    [Fact]
    public async Task A_function_gets_the_cached_object_and_is_not_called_for_one_that_is_gone()
    {
        var seen = new ConcurrentQueue<string>();
        var builder = Builder(await cluster.NewNamespaceAsync());
        builder.AddController("watch", ResourceKinds.ConfigMap, (map, context, _) =>
        {
            seen.Enqueue($"{map.Metadata.Name} {context.Reconcile.Attempt}");
            return Task.FromResult(ReconcileResult.Done);
        });
        await using var host = builder.Build();
        await host.StartAsync(Cancellation);
        await CreateAsync(builder.Options.Namespaces[0], "first");
        await Eventually.TrueAsync(() => seen.Contains("first 0"));
        await cluster.Client.Resource(ResourceKinds.ConfigMap).DeleteAsync(builder.Options.Namespaces[0], "first", Cancellation);
        await CreateAsync(builder.Options.Namespaces[0], "second");
        await Eventually.TrueAsync(() => seen.Contains("second 0"));
        Assert.Single(seen, one => one.StartsWith("first", StringComparison.Ordinal));
        await host.StopAsync(Cancellation);
    }

    [Fact]
    public async Task Definitions_are_installed_before_the_controllers_and_updated_by_a_newer_program()
    {
        var name = $"gadget{Guid.NewGuid():N}"[..16];
        await RunWithDefinitionAsync(name, "first");
        await RunWithDefinitionAsync(name, "second");
        var definition = await cluster.Client.Resource(ResourceKinds.CustomResourceDefinition).GetAsync(null, $"{name}s.test.example.com", Cancellation);
        Assert.Equal("second", definition.Spec.Versions[0].Schema.OpenAPIV3Schema.Description);
        Assert.Contains(definition.Metadata.ManagedFields, fields => fields is { Manager: "installer", Operation: "Apply" });
    }

    [Fact]
    public async Task What_is_no_definition_ends_the_program_with_exit_code_1()
    {
        var builder = Builder(await cluster.NewNamespaceAsync());
        builder.InstallCrd("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x, namespace: default}\n");
        await using var host = builder.Build();
        Assert.Equal(1, await host.RunAsync(Cancellation));
    }

    [Fact]
    public async Task Several_namespaces_are_watched_and_no_other()
    {
        string[] watched = [await cluster.NewNamespaceAsync(), await cluster.NewNamespaceAsync()];
        var other = await cluster.NewNamespaceAsync();
        var seen = new ConcurrentDictionary<ObjectKey, bool>();
        var builder = Builder(watched);
        builder.AddController("watch", ResourceKinds.ConfigMap, (map, _, _) =>
        {
            seen[ObjectKey.Of(map)] = true;
            return Task.FromResult(ReconcileResult.Done);
        });
        await using var host = builder.Build();
        await CreateAsync(other, "ignored");
        await CreateAsync(watched[0], "one");
        await host.StartAsync(Cancellation);
        await CreateAsync(watched[1], "two");
        await Eventually.TrueAsync(() => seen.ContainsKey(new(watched[0], "one")) && seen.ContainsKey(new(watched[1], "two")));
        Assert.DoesNotContain(seen.Keys, key => key.Namespace == other);
        await host.StopAsync(Cancellation);
    }

    [Fact]
    public async Task One_program_works_on_several_clusters()
    {
        await using var second = await ApiServer.ApiServerHost.StartAsync(new ApiServer.ApiServerOptions(), Cancellation);
        var connection = KubernetesClientOptions.FromKubeconfigText(second.Kubeconfig("admin", "system:masters"));
        await using var edge = KubernetesClient.Create(connection);
        var builder = Builder(await cluster.NewNamespaceAsync());
        var home = builder.Options.Namespaces[0];

        // Copies what appears on the edge to the primary cluster.
        builder.AddCluster("edge", _ => connection).WatchNamespaces("default").AddController("collect", ResourceKinds.ConfigMap, async (map, context, cancellation) =>
        {
            var copy = new V1ConfigMap { Metadata = new V1ObjectMeta { Name = map.Metadata.Name, NamespaceProperty = home } };
            await context.Services.GetRequiredService<IKubernetesClient>().Resource(ResourceKinds.ConfigMap).ApplyAsync(copy, new WriteOptions { FieldManager = "collect", Force = true }, cancellation);
            return ReconcileResult.Done;
        });
        await using var host = builder.Build();
        await host.StartAsync(Cancellation);
        await edge.Resource(ResourceKinds.ConfigMap).CreateAsync(new V1ConfigMap { Metadata = new V1ObjectMeta { Name = "from-edge", NamespaceProperty = "default" } }, Cancellation);
        await Eventually.TrueAsync(async () => await cluster.Client.Resource(ResourceKinds.ConfigMap).FindAsync(home, "from-edge", Cancellation) is not null);
        Assert.NotSame(host.Services.GetRequiredService<ControllerManager>(), host.Services.GetRequiredKeyedService<ControllerManager>("edge"));
        await host.StopAsync(Cancellation);
    }

    [Fact]
    public async Task A_lost_lease_ends_the_program_with_exit_code_1()
    {
        var home = await cluster.NewNamespaceAsync();
        var builder = Builder(home);
        builder.Options.LeaderElection = true;
        builder.Options.LeaseNamespace = home;
        builder.Options.RetryPeriod = TimeSpan.FromMilliseconds(100);
        await using var host = builder.Build();
        var health = host.Services.GetRequiredService<HealthState>();
        var running = host.RunAsync(Cancellation);
        await Eventually.TrueAsync(() => health.IsLeader);

        // Another replica takes it, again if a renewal was quicker.
        var leases = cluster.Client.Resource(ResourceKinds.Lease);
        await Eventually.TrueAsync(async () =>
        {
            await leases.PatchAsync(home, "test-operator", Patch.Merge(new JsonObject { ["spec"] = new JsonObject { ["holderIdentity"] = "another" } }), Cancellation);
            return running.IsCompleted;
        });
        Assert.Equal(1, await running);
    }

    [Fact]
    public async Task A_cancellation_stops_gracefully_and_releases_the_lease()
    {
        var home = await cluster.NewNamespaceAsync();
        var builder = Builder(home);
        builder.Options.LeaderElection = true;
        builder.Options.LeaseNamespace = home;
        await using var host = builder.Build();
        var health = host.Services.GetRequiredService<HealthState>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var running = host.RunAsync(stop.Token);
        await Eventually.TrueAsync(() => health.IsLeader);
        await stop.CancelAsync();
        Assert.Equal(0, await running);
        Assert.Equal("", (await cluster.Client.Resource(ResourceKinds.Lease).GetAsync(home, "test-operator", Cancellation)).Spec.HolderIdentity ?? "");
    }

    [Fact]
    public async Task With_shards_every_replica_works_on_its_share_and_the_page_and_the_metrics_show_it()
    {
        var home = await cluster.NewNamespaceAsync();
        var maps = cluster.Client.Resource(ResourceKinds.ConfigMap);
        foreach (var i in Enumerable.Range(0, 12))
        {
            await maps.CreateAsync(new V1ConfigMap { Metadata = new V1ObjectMeta { Name = $"map-{i}", NamespaceProperty = home } }, Cancellation);
        }

        var work = new ConcurrentDictionary<string, string>();
        await using var first = Replica("first");
        await using var second = Replica("second");
        await first.StartAsync(Cancellation);
        await second.StartAsync(Cancellation);
        await Eventually.TrueAsync(async () => await HeldAsync(first) == 4 && await HeldAsync(second) == 4);
        work.Clear();
        foreach (var i in Enumerable.Range(0, 12))
        {
            await maps.PatchAsync(home, $"map-{i}", Patch.Merge(new JsonObject { ["data"] = new JsonObject { ["value"] = "1" } }), Cancellation);
        }

        await Eventually.TrueAsync(() => work.Count == 12);
        Assert.Equal(["first", "second"], work.Values.Distinct().Order());
        var page = (await Web.GetAsync(first.MetricsUrl!, "/debug/operon")).Text;
        Assert.Contains("4 of 8, 2 replicas", page, StringComparison.Ordinal);
        await first.StopAsync(Cancellation);
        await Eventually.TrueAsync(async () => await HeldAsync(second) == 8);
        await second.StopAsync(Cancellation);

        OperatorHost Replica(string name)
        {
            var builder = Builder(home);
            builder.Options.Shards = 8;
            builder.Options.LeaderElection = true;
            builder.Options.LeaseNamespace = home;
            builder.Options.RetryPeriod = TimeSpan.FromMilliseconds(200);
            builder.AddController("share", ResourceKinds.ConfigMap, (map, _, _) =>
            {
                work[map.Metadata.Name] = name;
                return Task.FromResult(ReconcileResult.Done);
            });
            return builder.Build();
        }

        static async Task<int> HeldAsync(OperatorHost host)
        {
            using var json = System.Text.Json.JsonDocument.Parse((await Web.GetAsync(host.MetricsUrl!, "/debug/operon?format=json")).Text);
            return json.RootElement.GetProperty("clusters")[0].GetProperty("sharding").GetProperty("held").GetArrayLength();
        }
    }

    [Fact]
    public async Task Checks_of_the_program_count_for_readiness()
    {
        var isWarm = false;
        var builder = Builder(await cluster.NewNamespaceAsync());
        builder.Endpoints.Readiness.Add("warm", () => isWarm ? HealthResult.Healthy : HealthResult.Unhealthy("still cold"));
        builder.AddController("watch", ResourceKinds.ConfigMap, (_, _, _) => Task.FromResult(ReconcileResult.Done));
        await using var host = builder.Build();
        await host.StartAsync(Cancellation);
        await Eventually.TrueAsync(async () => (await Web.GetAsync(host.HealthUrl!, "/readyz?exclude=warm")).Code == 200);
        var (code, text) = await Web.GetAsync(host.HealthUrl!, "/readyz");
        Assert.Equal(500, code);
        Assert.Contains("[-]warm failed: still cold\n", text, StringComparison.Ordinal);
        isWarm = true;
        Assert.Equal((200, "ok"), await Web.GetAsync(host.HealthUrl!, "/readyz"));
        await host.StopAsync(Cancellation);
    }

    [Fact]
    public async Task A_taken_port_ends_the_program_with_exit_code_1()
    {
        using var other = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        other.Start();
        var builder = Builder(await cluster.NewNamespaceAsync());
        builder.Options.MetricsAddress = other.LocalEndpoint.ToString()!;
        await using var host = builder.Build();
        Assert.Equal(1, await host.RunAsync(Cancellation));
    }

    private OperatorHostBuilder Builder(params string[] namespaces)
    {
        var builder = OperatorHost.CreateBuilder(["--log-level", "Warning", "--metrics-address", "127.0.0.1:0", "--health-address", "127.0.0.1:0"]);
        builder.Options.Name = "test-operator";
        builder.Options.Namespaces = namespaces;
        builder.ConnectBy(_ => cluster.Connection);
        return builder;
    }

    private async Task RunWithDefinitionAsync(string name, string description)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var gadgets = ResourceKinds.Untyped(new ResourceType("test.example.com", "v1", $"Gadget{name}", $"{name}s", IsNamespaced: true));
        var home = await cluster.NewNamespaceAsync();
        var builder = Builder(home);
        builder.Options.Name = "installer";
        builder.InstallCrd($$"""
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: {{name}}s.test.example.com}
            spec:
              group: test.example.com
              scope: Namespaced
              names: {kind: Gadget{{name}}, listKind: GadgetList{{name}}, plural: {{name}}s, singular: {{name}}}
              versions:
                - name: v1
                  served: true
                  storage: true
                  schema:
                    openAPIV3Schema: {type: object, description: {{description}}}
            """);
        builder.AddController("gadget", gadgets, (_, _, _) =>
        {
            seen.TrySetResult();
            return Task.FromResult(ReconcileResult.Done);
        });
        await using var host = builder.Build();
        await host.StartAsync(Cancellation);
        await Eventually.TrueAsync(async () => (await Web.GetAsync(host.HealthUrl!, "/readyz")).Code == 200);
        var gadget = new UntypedObject { ApiVersion = "test.example.com/v1", Kind = $"Gadget{name}", Metadata = new V1ObjectMeta { Name = "one", NamespaceProperty = home } };
        await cluster.Client.Resource(gadgets).CreateAsync(gadget, Cancellation);
        await seen.Task.WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
        await host.StopAsync(Cancellation);
    }

    private Task<V1ConfigMap> CreateAsync(string home, string name) => cluster.Client.Resource(ResourceKinds.ConfigMap)
        .CreateAsync(new V1ConfigMap { Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = home } }, Cancellation);

    private sealed partial class CopyingReconciler(
        ILister<V1ConfigMap> maps, IKubernetesClient client, IEventRecorder events, ILogger<CopyingReconciler> logger) : IReconciler
    {
        public async Task<ReconcileResult> ReconcileAsync(ReconcileContext context, CancellationToken cancellationToken)
        {
            if (maps.Find(context.Key) is { } map && !map.Metadata.Name.EndsWith("-copy", StringComparison.Ordinal))
            {
                var copy = new V1ConfigMap { Metadata = new V1ObjectMeta { Name = $"{map.Metadata.Name}-copy", NamespaceProperty = context.Key.Namespace }, Data = map.Data };
                await client.Resource(ResourceKinds.ConfigMap).ApplyAsync(copy, new WriteOptions { FieldManager = "copy", Force = true }, cancellationToken);
                events.Normal(map, "Copied", "Copied it");
                Copied(logger, map.Metadata.Name);
            }

            return ReconcileResult.Done;
        }

        [LoggerMessage(1, LogLevel.Debug, "Copied {Name}")]
        private static partial void Copied(ILogger logger, string name);
    }
}
