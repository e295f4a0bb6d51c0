using System.Text.Json.Nodes;
using Operon.Kubernetes;
using Xunit;

namespace Operon.Webhooks.Tests;

/// <summary>As on a developer's machine: registered by URL for the time of the run.</summary>
public sealed class LocalWebhookTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Webhooks_are_called_by_URL_while_the_operator_runs_and_taken_away_at_its_end()
    {
        await using var demo = await WebhookOperator.StartAsync(["--local-webhooks"]);
        Assert.Equal(3, (await demo.CreateAsync("main", new MemcachedSpec())).Spec.Size);
        Assert.True((await Assert.ThrowsAsync<KubernetesApiException>(() => demo.CreateAsync("even", new MemcachedSpec { Size = 2 }))).IsInvalid);
        Assert.Equal("3", (await demo.Cluster.Observer.Resource(OldMemcached.Resource).GetAsync("default", "main", Cancellation)).Spec.Size);
        Assert.Equal("Webhook", (string?)(await demo.ConversionAsync())!["strategy"]);
        var configuration = await demo.Cluster.Observer.Resource(WebhookConfigurationView.Mutating).GetAsync(null, "demo-local-mutating-webhook-configuration", Cancellation);
        Assert.Equal($"https://127.0.0.1:{demo.Endpoints.Url!.Port}/mutate-cache-example-com-v1-memcached", configuration.Webhooks[0].ClientConfig.Url);

        await demo.StopAsync();
        Assert.Empty((await demo.Cluster.Observer.Resource(WebhookConfigurationView.Mutating).ListAsync(null, null, Cancellation)).Items);
        Assert.Empty((await demo.Cluster.Observer.Resource(WebhookConfigurationView.Validating).ListAsync(null, null, Cancellation)).Items);
        Assert.Equal("None", (string?)(await demo.ConversionAsync())!["strategy"]);
        Assert.Null((await demo.CreateAsync("after", new MemcachedSpec())).Spec.Size);
    }

    [Fact]
    public async Task Nothing_is_registered_outside_a_cluster_unless_asked_for()
    {
        await using var demo = await WebhookOperator.StartAsync([], converts: false);
        Assert.Empty((await demo.Cluster.Observer.Resource(WebhookConfigurationView.Mutating).ListAsync(null, null, Cancellation)).Items);
        using var http = new HttpClient(RunningWebhooks.TrustingHandler(() => demo.Endpoints.AuthoritiesPem!)) { BaseAddress = demo.Endpoints.Url };
        using var content = new StringContent(
            Reviews.Admission(Memcached.Resource.Type, "CREATE", "{metadata: {}, spec: {}}").ToJsonString(), System.Text.Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(new Uri("/mutate-cache-example-com-v1-memcached", UriKind.Relative), content, Cancellation);
        Assert.True((bool)JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancellation))!["response"]!["allowed"]!);
    }
}
