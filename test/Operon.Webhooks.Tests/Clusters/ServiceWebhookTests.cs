using System.Text.Json.Nodes;
using k8s.Models;
using Operon.Kubernetes;
using Xunit;

namespace Operon.Webhooks.Tests;

/// <summary>As in a cluster: called through a Service, certificates in a Secret, the CA written into the configurations.</summary>
public sealed class ServiceWebhookTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Objects_are_defaulted_and_validated()
    {
        await using var demo = await StartAsync();
        var created = await demo.CreateAsync("main", new MemcachedSpec());
        Assert.Equal(3, created.Spec.Size);
        var refusal = await Assert.ThrowsAsync<KubernetesApiException>(() => demo.CreateAsync("even", new MemcachedSpec { Size = 4, Image = "x" }));
        Assert.Equal((422, "Invalid"), ((int)refusal.Code, refusal.Reason));
        Assert.Equal(
            "admission webhook \"vmemcached-v1.kb.io\" denied the request: Memcached.cache.example.com \"even\" is invalid: [spec.size: Invalid value: 4: must be odd, spec.image: Invalid value: \"x\": must name a tag]",
            refusal.Message);
        Assert.Equal([new("FieldValueInvalid", "spec.size", "Invalid value: 4: must be odd"), new("FieldValueInvalid", "spec.image", "Invalid value: \"x\": must name a tag")], refusal.Causes);
    }

    [Fact]
    public async Task Versions_are_converted()
    {
        await using var demo = await WebhookOperator.StartAsync([], options => options.UseSecret = true, WebhookOperator.Configurations);
        await demo.CreateAsync("main", new MemcachedSpec());
        var old = demo.Cluster.Observer.Resource(OldMemcached.Resource);
        Assert.Equal("3", (await old.GetAsync("default", "main", Cancellation)).Spec.Size);
        Assert.Equal("3", Assert.Single((await old.ListAsync("default", null, Cancellation)).Items).Spec.Size);
        var spoke = await old.CreateAsync(new OldMemcached { Metadata = new V1ObjectMeta { Name = "old", NamespaceProperty = "default" }, Spec = new OldMemcachedSpec { Size = "7" } }, Cancellation);
        Assert.Equal("7", spoke.Spec.Size);
        Assert.Equal(7, (await demo.Cluster.Observer.Resource(Memcached.Resource).GetAsync("default", "old", Cancellation)).Spec.Size);
        await old.DeleteAsync("default", "old", Cancellation);
    }

    [Fact]
    public async Task The_CA_is_written_again_when_somebody_overwrites_it_and_into_configurations_that_come_later()
    {
        await using var demo = await StartAsync();
        var mutating = demo.Cluster.Observer.Resource(ResourceKinds.Untyped(WebhookConfigurationView.Mutating.Type));
        await mutating.PatchAsync(null, "mutating-webhook-configuration", Patch.Json([new JsonObject { ["op"] = "remove", ["path"] = "/webhooks/0/clientConfig/caBundle" }]), Cancellation);
        await Wait.ForAsync(async () => await demo.BundleAsync(WebhookConfigurationView.Mutating, "mutating-webhook-configuration") == demo.Endpoints.AuthoritiesPem);

        var later = WebhookOperator.Configurations
            .Replace("mutating-webhook-configuration", "prefixed-mutating", StringComparison.Ordinal)
            .Replace("validating-webhook-configuration", "prefixed-validating", StringComparison.Ordinal)
            .Replace("kb.io", "second.io", StringComparison.Ordinal);
        foreach (var document in Yaml.ToJson(later))
        {
            var configuration = UntypedObject.FromJson(document!.AsObject());
            var kind = configuration.Kind == "MutatingWebhookConfiguration" ? WebhookConfigurationView.Mutating : WebhookConfigurationView.Validating;
            await demo.Cluster.Observer.Resource(ResourceKinds.Untyped(kind.Type)).CreateAsync(configuration, Cancellation);
            await Wait.ForAsync(async () => await demo.BundleAsync(kind, configuration.Metadata.Name) == demo.Endpoints.AuthoritiesPem);
        }
    }

    [Fact]
    public async Task Configurations_of_others_are_left_alone()
    {
        var others = WebhookOperator.Configurations
            .Replace("name: mutating-webhook-configuration", "name: elsewhere", StringComparison.Ordinal).Replace("namespace: default", "namespace: kube-system", StringComparison.Ordinal)
            .Replace("name: validating-webhook-configuration", "name: by-cert-manager, annotations: {cert-manager.io/inject-ca-from: default/x}", StringComparison.Ordinal);
        await using var demo = await StartAsync(others);
        Assert.Null(await demo.BundleAsync(WebhookConfigurationView.Mutating, "elsewhere"));
        Assert.Null(await demo.BundleAsync(WebhookConfigurationView.Validating, "by-cert-manager"));
    }

    [Fact]
    public async Task The_names_of_Services_are_found_whatever_kustomize_made_of_them()
    {
        var renamed = WebhookOperator.Configurations.Replace(WebhookOperator.ServiceName, "other-webhook-service", StringComparison.Ordinal) + "\n---\n" + WebhookOperator.Service("other-webhook-service");
        await using var demo = await StartAsync(renamed);
        Assert.Equal(3, (await demo.CreateAsync("main", new MemcachedSpec())).Spec.Size);
    }

    [Fact]
    public async Task Readiness_tells_about_server_and_certificate()
    {
        await using var demo = await StartAsync();
        var (isReady, text) = await demo.ReadyAsync();
        Assert.True(isReady, text);
        Assert.Contains("[+]webhooks ok", text, StringComparison.Ordinal);
        Assert.Contains("[+]webhook-certificate ok", text, StringComparison.Ordinal);
    }

    private static Task<WebhookOperator> StartAsync(string? others = null) =>
        WebhookOperator.StartAsync([], options => options.UseSecret = true, others ?? WebhookOperator.Configurations, converts: false);
}
