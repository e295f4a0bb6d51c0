using System.Collections.Concurrent;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;
using Operon.Kubernetes;
using Operon.Runtime;
using Xunit;

namespace Operon.Hosting.Tests;

public sealed class ReconcilerTests(TestServer cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_reconciler_gets_the_cached_object_and_is_told_of_one_that_is_gone()
    {
        var builder = Builder(await cluster.NewNamespaceAsync());
        builder.AddController<RecordingReconciler, V1ConfigMap>(ResourceKinds.ConfigMap);
        await using var host = builder.Build();
        var seen = host.Services.GetRequiredService<RecordingReconciler>().Seen;
        await host.StartAsync(Cancellation);
        await CreateAsync(builder.Options.Namespaces[0], "first");
        await Eventually.TrueAsync(() => seen.Contains("first"));

        await cluster.Client.Resource(ResourceKinds.ConfigMap).DeleteAsync(builder.Options.Namespaces[0], "first", Cancellation);

        await Eventually.TrueAsync(() => seen.Contains($"gone {builder.Options.Namespaces[0]}/first"));
        await host.StopAsync(Cancellation);
    }

    [Fact]
    public async Task The_attribute_and_the_description_say_how_the_controller_works()
    {
        var builder = Builder(await cluster.NewNamespaceAsync());
        builder.AddController<RecordingReconciler, V1ConfigMap>(ResourceKinds.ConfigMap, describe: controller => controller.Configure(options => options with { JournalSize = 7 }));
        await using var host = builder.Build();
        await host.StartAsync(Cancellation);

        var controller = Assert.Single(host.Services.GetRequiredService<ControllerManager>().Controllers);
        var described = host.Services.GetRequiredService<RecordingReconciler>().Described!;

        Assert.Equal("recorder", controller.Name);
        Assert.Equal(3, described.Concurrency);
        Assert.Equal(TimeSpan.FromSeconds(90), described.ReconcileTimeout);
        Assert.Equal(TimeSpan.FromMinutes(10), described.MaxInterval);
        Assert.Equal(TimeSpan.FromMilliseconds(5), described.Debounce);
        Assert.False(described.NeedsLeaderElection);
        Assert.Equal(7, described.JournalSize);
        await host.StopAsync(Cancellation);
    }

    [Fact]
    public async Task A_controller_without_a_name_has_that_of_its_kind()
    {
        var builder = Builder(await cluster.NewNamespaceAsync());
        builder.AddController<PlainReconciler, V1ConfigMap>(ResourceKinds.ConfigMap);
        builder.AddController<PlainReconciler, V1ConfigMap>(ResourceKinds.ConfigMap, "second");
        await using var host = builder.Build();
        await host.StartAsync(Cancellation);

        Assert.Equal(["configmap", "second"], host.Services.GetRequiredService<ControllerManager>().Controllers.Select(controller => controller.Name));
        await host.StopAsync(Cancellation);
    }

    [Fact]
    public async Task A_lean_type_that_says_its_kind_itself_needs_no_other_word()
    {
        var builder = Builder(await cluster.NewNamespaceAsync());
        builder.AddController<LeanReconciler, LeanMap>();
        await using var host = builder.Build();
        await host.StartAsync(Cancellation);

        await CreateAsync(builder.Options.Namespaces[0], "lean");

        await Eventually.TrueAsync(() => host.Services.GetRequiredService<LeanReconciler>().Seen.Contains("lean"));
        Assert.Equal("configmap", Assert.Single(host.Services.GetRequiredService<ControllerManager>().Controllers).Name);
        await host.StopAsync(Cancellation);
    }

    [Fact]
    public async Task A_description_can_watch_what_attributes_have_no_word_for()
    {
        var builder = Builder(await cluster.NewNamespaceAsync());
        builder.AddController<WatchingReconciler, V1ConfigMap>(ResourceKinds.ConfigMap);
        await using var host = builder.Build();
        await host.StartAsync(Cancellation);
        var home = builder.Options.Namespaces[0];
        await CreateAsync(home, "woken");
        var calls = host.Services.GetRequiredService<WatchingReconciler>();
        await Eventually.TrueAsync(() => calls.Count == 1);

        await cluster.Client.Resource(ResourceKinds.Secret).CreateAsync(new V1Secret { Metadata = new V1ObjectMeta { Name = "woken", NamespaceProperty = home } }, Cancellation);

        await Eventually.TrueAsync(() => calls.Count == 2);
        await host.StopAsync(Cancellation);
    }

    [Fact]
    public async Task Attributes_that_only_generated_code_follows_are_not_passed_over()
    {
        var builder = Builder(await cluster.NewNamespaceAsync());

        var error = Assert.Throws<ArgumentException>(() => builder.AddController<OwningReconciler, V1ConfigMap>(ResourceKinds.ConfigMap));

        Assert.Contains("OwningReconciler has [Owns]", error.Message, StringComparison.Ordinal);
        Assert.Contains("builder.AddOwningReconciler()", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_duration_that_cannot_be_read_names_the_class_and_the_property()
    {
        var builder = Builder(await cluster.NewNamespaceAsync());
        builder.AddController<HastyReconciler, V1ConfigMap>(ResourceKinds.ConfigMap);
        await using var host = builder.Build();

        var error = await Assert.ThrowsAsync<ArgumentException>(() => host.StartAsync(Cancellation));

        Assert.Contains("[Controller] of HastyReconciler: ReconcileTimeout: \"soon\" is not a duration", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_operator_that_may_not_install_definitions_works_with_those_that_are_there()
    {
        const string Plural = "givens";
        var definition = $$"""
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: {{Plural}}.test.example.com}
            spec:
              group: test.example.com
              scope: Namespaced
              names: {kind: Given, listKind: GivenList, plural: {{Plural}}, singular: given}
              versions:
                - name: v1
                  served: true
                  storage: true
                  schema:
                    openAPIV3Schema: {type: object}
            """;
        await GrantAsync("ungranted", new V1PolicyRule { ApiGroups = ["test.example.com"], Resources = [Plural], Verbs = ["list", "watch"] });
        var home = await cluster.NewNamespaceAsync();
        var builder = Builder(home);
        builder.ConnectBy(_ => KubernetesClientOptions.FromKubeconfigText(cluster.Server.Kubeconfig("ungranted")));
        builder.InstallCrd(definition);
        var givens = ResourceKinds.Untyped(new ResourceType("test.example.com", "v1", "Given", Plural, IsNamespaced: true));
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        builder.AddController("given", givens, (_, _, _) =>
        {
            seen.TrySetResult();
            return Task.FromResult(ReconcileResult.Done);
        });
        await InstallAsync(definition);
        await using var host = builder.Build();

        await host.StartAsync(Cancellation);
        await cluster.Client.Resource(givens).CreateAsync(
            new UntypedObject { ApiVersion = "test.example.com/v1", Kind = "Given", Metadata = new V1ObjectMeta { Name = "one", NamespaceProperty = home } }, Cancellation);

        await seen.Task.WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
        await host.StopAsync(Cancellation);
    }

    private OperatorHostBuilder Builder(params string[] namespaces)
    {
        var builder = OperatorHost.CreateBuilder(["--log-level", "Warning", "--metrics-address", "127.0.0.1:0", "--health-address", "127.0.0.1:0"]);
        builder.Options.Name = "test-operator";
        builder.Options.Namespaces = namespaces;
        builder.ConnectBy(_ => cluster.Connection);
        return builder;
    }

    private Task<V1ConfigMap> CreateAsync(string home, string name) => cluster.Client.Resource(ResourceKinds.ConfigMap)
        .CreateAsync(new V1ConfigMap { Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = home } }, Cancellation);

    private async Task InstallAsync(string definition)
    {
        var installer = new CrdInstaller(cluster.Client, "test", TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        await installer.InstallAsync(UntypedObject.FromJson(Yaml.ToJson(definition)[0].AsObject()), Cancellation);
    }

    private async Task GrantAsync(string user, V1PolicyRule rule)
    {
        await cluster.Client.Resource(ResourceKinds.ClusterRole).CreateAsync(new V1ClusterRole { Metadata = new V1ObjectMeta { Name = user }, Rules = [rule] }, Cancellation);
        await cluster.Client.Resource(ResourceKinds.ClusterRoleBinding).CreateAsync(
            new V1ClusterRoleBinding
            {
                Metadata = new V1ObjectMeta { Name = user },
                RoleRef = new V1RoleRef { ApiGroup = "rbac.authorization.k8s.io", Kind = "ClusterRole", Name = user },
                Subjects = [new Rbacv1Subject { ApiGroup = "rbac.authorization.k8s.io", Kind = "User", Name = user }],
            },
            Cancellation);
    }

    [Controller(Name = "recorder", Concurrency = 3, ReconcileTimeout = "1m30s", MaxInterval = "10m", Debounce = "5ms", OnEveryReplica = true)]
    private sealed class RecordingReconciler : Reconciler<V1ConfigMap>
    {
        public ConcurrentQueue<string> Seen { get; } = new();

        public ControllerOptions? Described { get; private set; }

        public override Task<ReconcileResult> ReconcileAsync(V1ConfigMap resource, OperatorContext context, CancellationToken cancellationToken)
        {
            Seen.Enqueue(resource.Metadata.Name);
            return Task.FromResult(ReconcileResult.Done);
        }

        public override Task<ReconcileResult> ReconcileGoneAsync(ObjectKey key, OperatorContext context, CancellationToken cancellationToken)
        {
            Seen.Enqueue($"gone {key}");
            return Task.FromResult(ReconcileResult.Done);
        }

        protected internal override void Describe(ControllerBuilder<V1ConfigMap> controller) => controller.Configure(options => Described = options);
    }

    private sealed class LeanReconciler : Reconciler<LeanMap>
    {
        public ConcurrentQueue<string> Seen { get; } = new();

        public override Task<ReconcileResult> ReconcileAsync(LeanMap resource, OperatorContext context, CancellationToken cancellationToken)
        {
            Seen.Enqueue(resource.Metadata.Name);
            return Task.FromResult(ReconcileResult.Done);
        }
    }

    private sealed class PlainReconciler : Reconciler<V1ConfigMap>
    {
        public override Task<ReconcileResult> ReconcileAsync(V1ConfigMap resource, OperatorContext context, CancellationToken cancellationToken) => Task.FromResult(ReconcileResult.Done);
    }

    private sealed class WatchingReconciler : Reconciler<V1ConfigMap>
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public override Task<ReconcileResult> ReconcileAsync(V1ConfigMap resource, OperatorContext context, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _count);
            return Task.FromResult(ReconcileResult.Done);
        }

        protected internal override void Describe(ControllerBuilder<V1ConfigMap> controller) =>
            controller.Filter((_, _) => false).Watches(ResourceKinds.Secret, secret => [ObjectKey.Of(secret)]);
    }

    [Owns<V1Pod>]
    private sealed class OwningReconciler : Reconciler<V1ConfigMap>
    {
        public override Task<ReconcileResult> ReconcileAsync(V1ConfigMap resource, OperatorContext context, CancellationToken cancellationToken) => Task.FromResult(ReconcileResult.Done);
    }

    [Controller(ReconcileTimeout = "soon")]
    private sealed class HastyReconciler : Reconciler<V1ConfigMap>
    {
        public override Task<ReconcileResult> ReconcileAsync(V1ConfigMap resource, OperatorContext context, CancellationToken cancellationToken) => Task.FromResult(ReconcileResult.Done);
    }
}
