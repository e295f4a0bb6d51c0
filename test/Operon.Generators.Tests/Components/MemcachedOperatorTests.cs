using System.Text.Json.Nodes;
using Operon.Kubernetes;
using Operon.Runtime;
using Operon.Testing;
using Xunit;

namespace Operon.Generators.Tests;

public sealed class MemcachedOperatorTests
{
    private const string Source = OperatorSources.Usings + """
        [KubernetesResource("cache.example.com", "v1alpha1")]
        public sealed partial record Memcached : CustomResource<MemcachedSpec, MemcachedStatus>;

        /// <summary>What is wished.</summary>
        public sealed record MemcachedSpec { /// <summary>How many.</summary>
            public int Size { get; init; } = 1; }

        /// <summary>What was seen.</summary>
        public sealed record MemcachedStatus { /// <summary>How many are wished of the Deployment.</summary>
            public int Replicas { get; init; } }

        [System.Text.Json.Serialization.JsonSerializable(typeof(Memcached))]
        internal sealed partial class ApiJson : System.Text.Json.Serialization.JsonSerializerContext;

        [Owns<V1Deployment>]
        [Rbac<Memcached>(Verbs.List | Verbs.Watch)]
        [Rbac<Memcached>(Verbs.Patch, Subresource = "status")]
        [Rbac<V1Deployment>(Verbs.List | Verbs.Watch | Verbs.Apply)]
        public sealed class MemcachedReconciler : Reconciler<Memcached>
        {
            public override async Task<ReconcileResult> ReconcileAsync(Memcached memcached, OperatorContext context, CancellationToken cancellation)
            {
                var labels = new Dictionary<string, string> { ["app"] = memcached.Metadata.Name };
                var deployment = await context.ApplyOwnedAsync(memcached, ResourceKinds.Deployment, new V1Deployment
                {
                    Metadata = new V1ObjectMeta { Name = memcached.Metadata.Name },
                    Spec = new V1DeploymentSpec
                    {
                        Replicas = memcached.Spec.Size,
                        Selector = new V1LabelSelector { MatchLabels = labels },
                        Template = new V1PodTemplateSpec { Metadata = new V1ObjectMeta { Labels = labels }, Spec = new V1PodSpec { Containers = [new V1Container { Name = "cache", Image = "memcached" }] } },
                    },
                });
                await context.ApplyAsync(
                    new MemcachedApply(memcached.Metadata.Name, memcached.Metadata.NamespaceProperty) { Status = new() { Replicas = deployment.Spec.Replicas ?? 0 } }, "status");
                return ReconcileResult.Done;
            }
        }
        """;

    private static readonly ResourceKind<UntypedObject> _memcacheds = ResourceKinds.Untyped(new ResourceType("cache.example.com", "v1alpha1", "Memcached", "memcacheds", IsNamespaced: true));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_whole_operator_comes_from_attributes_and_needs_exactly_its_generated_role()
    {
        var program = await Compiled.FromAsync(Source);
        Assert.Empty(program.Errors);
        Assert.DoesNotContain(program.Diagnostics, found => found.Severity >= Microsoft.CodeAnalysis.DiagnosticSeverity.Warning);
        var assembly = program.Load();
        var roles = RoleSet.Generated(assembly);
        await using var cluster = await TestCluster.StartAsync(
            new() { AlwaysInProcess = true, Manifests = [Yaml.FromJson(JsonNode.Parse(program.Manifests["crd/bases/cache.example.com_memcacheds.yaml"])!)] }, Cancellation);
        await cluster.AddUserAsync("memcached-operator", roles, Cancellation);
        var builder = OperatorHost.CreateBuilder(["--log-level", "Warning", "--metrics-address", "0", "--health-address", "0"]);
        builder.Options.Name = "memcached-operator";
        builder.ConnectBy(_ => cluster.ClientOptionsFor("memcached-operator"));
        assembly.GetType("Demo.OperatorComponents")!.GetMethod("AddComponents")!.Invoke(null, [builder]);
        await using var host = builder.Build();
        await host.StartAsync(Cancellation);

        await cluster.ApplyAsync("{apiVersion: cache.example.com/v1alpha1, kind: Memcached, metadata: {name: sample}, spec: {size: 3}}", cancellationToken: Cancellation);
        var seen = await cluster.EventuallyAsync(_memcacheds, "default", "sample", memcached => (int?)memcached.Fields["status"]?["replicas"] == 3, cancellationToken: Cancellation);

        Assert.Contains(seen.Metadata.ManagedFields, entry => entry is { Manager: "memcached-operator", Operation: "Apply", Subresource: "status" });
        cluster.Requests.VerifyRole("memcached-operator", roles);
        await host.StopAsync(Cancellation);
    }
}
