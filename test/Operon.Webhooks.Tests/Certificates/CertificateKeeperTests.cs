using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Operon.Kubernetes;
using Operon.Testing;
using Xunit;

namespace Operon.Webhooks.Tests;

public sealed class CertificateKeeperTests
{
    private static readonly CertificateLifetimes _lifetimes = new(TimeSpan.FromDays(365), TimeSpan.FromDays(90), TimeSpan.FromDays(1));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Replicas_that_start_together_share_one_CA_and_one_certificate()
    {
        await using var cluster = await TestCluster.StartAsync(cancellationToken: Cancellation);
        using var first = Keeper(cluster.Client);
        using var second = Keeper(cluster.Client);
        using var third = Keeper(cluster.Client);
        await Task.WhenAll(first.EnsureAsync(Cancellation), second.EnsureAsync(Cancellation), third.EnsureAsync(Cancellation));
        Assert.Equal(first.BundlePem, second.BundlePem);
        Assert.Equal(first.BundlePem, third.BundlePem);
        Assert.Equal(first.Serving.Thumbprint, second.Serving.Thumbprint);
        Assert.Equal(first.Serving.Thumbprint, third.Serving.Thumbprint);
    }

    [Fact]
    public async Task Replicas_that_renew_together_end_with_one_certificate()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var cluster = await TestCluster.StartAsync(cancellationToken: Cancellation);
        using var first = Keeper(cluster.Client, clock);
        using var second = Keeper(cluster.Client, clock);
        await first.EnsureAsync(Cancellation);
        await second.EnsureAsync(Cancellation);
        var before = first.Serving.Thumbprint;
        clock.Advance(TimeSpan.FromDays(61));
        await Task.WhenAll(first.EnsureAsync(Cancellation), second.EnsureAsync(Cancellation));
        await Task.WhenAll(first.EnsureAsync(Cancellation), second.EnsureAsync(Cancellation));
        Assert.NotEqual(before, first.Serving.Thumbprint);
        Assert.Equal(first.Serving.Thumbprint, second.Serving.Thumbprint);
    }

    [Fact]
    public async Task A_broken_Secret_is_made_anew_and_a_foreign_one_is_left_alone()
    {
        await using var cluster = await TestCluster.StartAsync(cancellationToken: Cancellation);
        using var keeper = Keeper(cluster.Client);
        await keeper.EnsureAsync(Cancellation);
        var secrets = cluster.Client.Resource(ResourceKinds.Secret);
        var secret = await secrets.GetAsync("default", "webhook-server-cert", Cancellation);
        secret.Data["tls.key"] = "nonsense"u8.ToArray();
        await secrets.UpdateAsync(secret, Cancellation);
        var before = keeper.BundlePem;
        Assert.True(await keeper.EnsureAsync(Cancellation));
        Assert.NotEqual(before, keeper.BundlePem);

        secret = await secrets.GetAsync("default", "webhook-server-cert", Cancellation);
        secret.Data = new Dictionary<string, byte[]> { ["tls.crt"] = [1], ["tls.key"] = [1] };
        await secrets.UpdateAsync(secret, Cancellation);
        var failure = await Assert.ThrowsAsync<WebhookCertificateException>(() => keeper.EnsureAsync(Cancellation));
        Assert.Contains("Secret default/webhook-server-cert holds certificates this operator did not make", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_ends_of_certificates_are_metrics()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2031, 5, 1, 0, 0, 0, TimeSpan.Zero));
        using var metrics = new Measurements();
        using var keeper = new CertificateKeeper(new MemoryCertificateStore(), _lifetimes, clock, NullLogger.Instance);
        await keeper.EnsureAsync(Cancellation);
        metrics.Observe();
        foreach (var (certificate, days) in ((string, int)[])[("serving", 90), ("ca", 365)])
        {
            Assert.Contains(metrics.All, one =>
                one.Name == "operon_webhook_certificate_expiration_timestamp_seconds"
                && one.Tags.Contains(KeyValuePair.Create<string, object?>("certificate", certificate))
                && one.Value == clock.GetUtcNow().AddDays(days).ToUnixTimeSeconds());
        }
    }

    private static CertificateKeeper Keeper(IKubernetesClient client, TimeProvider? time = null)
    {
        var keeper = new CertificateKeeper(
            new SecretCertificateStore(client, new ObjectKey("default", "webhook-server-cert"), "test"), _lifetimes, time ?? TimeProvider.System, NullLogger.Instance);
        keeper.Require(["127.0.0.1"]);
        return keeper;
    }
}
