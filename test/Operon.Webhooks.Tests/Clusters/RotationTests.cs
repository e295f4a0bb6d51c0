using System.Security.Cryptography.X509Certificates;
using Operon.Kubernetes;
using Xunit;

namespace Operon.Webhooks.Tests;

public sealed class RotationTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // Lives of seconds in the place of months. Every request needs two calls of the webhooks.
    [Fact]
    public async Task Certificates_and_CAs_change_in_mid_run_and_no_request_fails()
    {
        await using var demo = await WebhookOperator.StartAsync(
            [],
            options =>
            {
                options.UseSecret = true;
                options.CheckPeriod = TimeSpan.FromMilliseconds(100);
                options.AuthorityOverlap = TimeSpan.FromSeconds(2);
                options.ServingLifetime = TimeSpan.FromSeconds(7);
                options.AuthorityLifetime = TimeSpan.FromSeconds(13);
            },
            WebhookOperator.Configurations);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var calling = CallAsync(demo, stop);
        var served = new HashSet<string>();
        var trusted = new HashSet<string>();
        await Wait.ForAsync(async () =>
        {
            var secret = await demo.Cluster.Observer.Resource(ResourceKinds.Secret).GetAsync("default", "webhook-server-cert", Cancellation);
            served.Add(System.Text.Encoding.ASCII.GetString(secret.Data["tls.crt"]));
            var bundle = new X509Certificate2Collection();
            bundle.ImportFromPem(await demo.BundleAsync(WebhookConfigurationView.Validating, "validating-webhook-configuration") ?? "");
            trusted.UnionWith(bundle.Select(one => one.Thumbprint));
            return calling.IsCompleted || (trusted.Count >= 3 && served.Count >= 4);
        });
        await stop.CancelAsync();
        Assert.True(await calling > 50, $"only {await calling} requests in the time of two rotations");
        Assert.True(trusted.Count >= 3);
        Assert.True(served.Count >= 4);
    }

    private static async Task<int> CallAsync(WebhookOperator demo, CancellationTokenSource stop)
    {
        var requests = 0;
        while (!stop.IsCancellationRequested)
        {
            Assert.Equal(3, (await demo.CreateAsync($"request-{requests}", new MemcachedSpec())).Spec.Size);
            Assert.Equal("3", (await demo.Cluster.Observer.Resource(OldMemcached.Resource).GetAsync("default", $"request-{requests}", Cancellation)).Spec.Size);

            // A handshake of its own, by the bundle the API server has at this time.
            var bundle = (await demo.BundleAsync(WebhookConfigurationView.Validating, "validating-webhook-configuration"))!;
            using var http = new HttpClient(RunningWebhooks.TrustingHandler(() => bundle)) { BaseAddress = demo.Endpoints.Url };
            using var answer = await http.GetAsync(new Uri("/", UriKind.Relative), Cancellation);
            Assert.Equal(404, (int)answer.StatusCode);
            requests++;
        }

        return requests;
    }
}
