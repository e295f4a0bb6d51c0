using System.Reflection;
using System.Text.Json.Nodes;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;
using Operon.Kubernetes;
using Operon.Runtime;
using Operon.Testing;
using Xunit;

namespace Operon.Webhooks.Tests.Generated;

/// <summary>What the generator makes of the kinds, the webhook and the converter of this folder, running.</summary>
public sealed class GeneratedWebhookTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_operator_of_generated_components_defaults_validates_and_converts()
    {
        await using var cluster = await TestCluster.StartAsync(new TestClusterOptions { AlwaysInProcess = true }, Cancellation);
        var builder = OperatorHost.CreateBuilder(["--local-webhooks", "--log-level", "Warning", "--metrics-address", "0", "--health-address", "0", "--name", "generated"]);
        builder.ConnectBy(_ => cluster.ClientOptionsFor("admin", "system:masters"));
        builder.AddComponents();
        await using var host = builder.Build();
        await host.StartAsync(Cancellation);
        await Wait.ForAsync(async () => host.Services.GetRequiredService<HealthState>().IsReady
            && (await host.Services.GetRequiredService<HealthState>().Readiness.CheckAsync(Cancellation)).IsHealthy);
        var caches = cluster.Observer.Resource(Cache.Resource);
        Assert.Equal(1, (await caches.CreateAsync(New("main", new CacheSpec { Seconds = 30 }), Cancellation)).Spec.Replicas);
        Assert.Contains("spec.replicas: Invalid value: 6: must be at most 5", (await Assert.ThrowsAsync<KubernetesApiException>(() => caches.CreateAsync(New("big", new CacheSpec { Replicas = 6 }), Cancellation))).Message, StringComparison.Ordinal);
        var old = await cluster.Observer.Resource(V1Alpha1Cache.Resource).GetAsync("default", "main", Cancellation);
        Assert.Equal((1, "30"), (old.Spec.Size, old.Metadata.Annotations["generated.example.com/seconds"]));

        // Written back through the old version, the new field is still there.
        await cluster.Observer.Resource(V1Alpha1Cache.Resource).UpdateAsync(old with { Spec = new V1Alpha1CacheSpec { Size = 2 } }, Cancellation);
        Assert.Equal(new CacheSpec { Replicas = 2, Seconds = 30 }, (await caches.GetAsync("default", "main", Cancellation)).Spec);
        await host.StopAsync(Cancellation);
    }

    [Fact]
    public async Task The_generated_manifests_are_accepted_as_they_are()
    {
        await using var cluster = await TestCluster.StartAsync(new TestClusterOptions { AlwaysInProcess = true, Namespaces = ["system"] }, Cancellation);
        var manifests = typeof(Cache).Assembly.GetCustomAttributes<GeneratedManifestAttribute>().Where(manifest => manifest.Path is "webhook/manifests.yaml" or "rbac/webhook_certificates_role.yaml").ToArray();
        Assert.Equal(2, manifests.Length);
        foreach (var json in manifests.SelectMany(manifest => JsonNode.Parse(manifest.Json)!.AsArray()))
        {
            var wanted = UntypedObject.FromJson(json!.AsObject());
            var type = await cluster.Observer.FindResourceTypeAsync(wanted.ApiVersion!, wanted.Kind!, Cancellation);
            var stored = await cluster.Observer.Resource(ResourceKinds.Untyped(type!)).CreateAsync(wanted, Cancellation, new WriteOptions { FieldValidation = FieldValidations.Strict });
            Assert.Equal(wanted.Metadata.Name, stored.Metadata.Name);
        }
    }

    [Fact]
    public void What_the_converter_keeps_in_an_annotation_is_not_lost() =>
        RoundTrip.Verify(V1Alpha1Cache.Resource, Cache.Resource, new CacheConverter(), [New("a", new CacheSpec { Replicas = 3, Seconds = 7 }), New("b", new CacheSpec())]);

    private static Cache New(string name, CacheSpec spec) => new() { Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = "default" }, Spec = spec };
}
