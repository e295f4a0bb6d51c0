using Microsoft.Extensions.Time.Testing;
using Operon.Runtime;
using Xunit;

namespace Operon.Webhooks.Tests;

/// <summary>Certificates that somebody else puts into a folder.</summary>
public sealed class CertificateFileTests
{
    [Fact]
    public async Task Files_that_change_serve_the_next_handshake_and_an_ended_one_makes_the_operator_not_ready()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var folder = Directory.CreateTempSubdirectory("operon-certificates-").FullName;
        try
        {
            var first = KeyedCertificate.NewAuthority(clock.GetUtcNow(), TimeSpan.FromDays(30));
            await WriteAsync(first, TimeSpan.FromDays(1));
            var endpoints = new WebhookEndpoints();
            using var runnable = new WebhookRunnable(new WebhookRunnableSettings
            {
                Webhooks = new WebhookSet().AddDefaulter(Memcached.Resource, new MemcachedWebhook()),
                Server = new WebhookServerOptions { Address = "127.0.0.1:0", Certificate = () => throw new InvalidOperationException() },
                Endpoints = endpoints,
                CertificateDirectory = folder,
                TimeProvider = clock,
                LoggerFactory = Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance,
            });
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            var running = runnable.RunAsync(stop.Token);
            await runnable.WaitUntilReadyAsync(cancellation);
            Assert.True(runnable.Check().IsHealthy);
            Assert.True(runnable.CheckCertificate().IsHealthy);
            await CallAsync(endpoints.Url!, first);

            clock.Advance(TimeSpan.FromDays(2));
            Assert.Contains("has ended", runnable.CheckCertificate().Problem, StringComparison.Ordinal);

            var second = KeyedCertificate.NewAuthority(TimeProvider.System.GetUtcNow(), TimeSpan.FromDays(30));
            await WriteAsync(second, TimeSpan.FromDays(10));
            clock.Advance(TimeSpan.FromSeconds(11));
            await CallAsync(endpoints.Url!, second);
            await Assert.ThrowsAsync<HttpRequestException>(() => CallAsync(endpoints.Url!, first));
            Assert.True(runnable.CheckCertificate().IsHealthy);
            await stop.CancelAsync();
            await running;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        async Task WriteAsync(KeyedCertificate authority, TimeSpan life)
        {
            var serving = authority.Issue(["127.0.0.1"], TimeProvider.System.GetUtcNow(), life);
            await File.WriteAllTextAsync(Path.Combine(folder, "tls.crt"), serving.CertificatePem, cancellation);
            await File.WriteAllTextAsync(Path.Combine(folder, "tls.key"), serving.KeyPem, cancellation);
        }
    }

    private static async Task CallAsync(Uri url, KeyedCertificate authority)
    {
        using var http = new HttpClient(RunningWebhooks.TrustingHandler(() => authority.CertificatePem)) { BaseAddress = url };
        using var answer = await http.GetAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(404, (int)answer.StatusCode);
    }
}
