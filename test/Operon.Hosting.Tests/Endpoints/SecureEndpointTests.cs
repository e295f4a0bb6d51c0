using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using k8s.Models;
using Microsoft.Extensions.Time.Testing;
using Operon.Kubernetes;
using Operon.Runtime;
using Xunit;

namespace Operon.Hosting.Tests;

public sealed class SecureEndpointTests(TestServer cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Secure_metrics_answer_only_those_the_API_server_knows_and_allows()
    {
        await AllowScraperAsync();
        await using var server = await EndpointServer.StartAsync(
            new EndpointOptions { MetricsAddress = "127.0.0.1:0", IsSecure = true, Client = cluster.Client }, Cancellation);
        Assert.Equal("https", server.MetricsUrl!.Scheme);
        Assert.Equal(401, (await Web.GetAsync(server.MetricsUrl, "/metrics")).Code);
        Assert.Equal(401, (await Web.GetAsync(server.MetricsUrl, "/metrics", "unknown")).Code);
        var (code, text) = await Web.GetAsync(server.MetricsUrl, "/metrics", TestServer.StrangerToken);
        Assert.Equal(403, code);
        Assert.Contains("stranger needs verb get on the nonResourceURL /metrics", text, StringComparison.Ordinal);
        Assert.Equal(200, (await Web.GetAsync(server.MetricsUrl, "/metrics", TestServer.ScraperToken)).Code);
    }

    [Fact]
    public async Task Answers_of_the_API_server_are_remembered()
    {
        await AllowScraperAsync();
        var client = new CountingClient(cluster.Client);
        var clock = new FakeTimeProvider();
        await using var server = await EndpointServer.StartAsync(
            new EndpointOptions { MetricsAddress = "127.0.0.1:0", IsSecure = true, Client = client, TimeProvider = clock }, Cancellation);
        async Task ScrapeAsync(int code, string token) => Assert.Equal(code, (await Web.GetAsync(server.MetricsUrl!, "/metrics", token)).Code);

        await ScrapeAsync(200, TestServer.ScraperToken);
        await ScrapeAsync(200, TestServer.ScraperToken);
        Assert.Equal((1, 1), (client.TokenReviews, client.AccessReviews));
        clock.Advance(TimeSpan.FromSeconds(61));
        await ScrapeAsync(200, TestServer.ScraperToken);
        Assert.Equal((2, 1), (client.TokenReviews, client.AccessReviews));
        clock.Advance(TimeSpan.FromMinutes(5));
        await ScrapeAsync(200, TestServer.ScraperToken);
        Assert.Equal((3, 2), (client.TokenReviews, client.AccessReviews));

        await ScrapeAsync(403, TestServer.StrangerToken);
        await ScrapeAsync(403, TestServer.StrangerToken);
        Assert.Equal((4, 3), (client.TokenReviews, client.AccessReviews));
        clock.Advance(TimeSpan.FromSeconds(31));
        await ScrapeAsync(403, TestServer.StrangerToken);
        Assert.Equal((4, 4), (client.TokenReviews, client.AccessReviews));
    }

    [Fact]
    public async Task Secure_metrics_without_a_client_are_refused() =>
        await Assert.ThrowsAsync<ArgumentException>(() => EndpointServer.StartAsync(new EndpointOptions { MetricsAddress = "127.0.0.1:0", IsSecure = true }, Cancellation));

    [Fact]
    public void Certificate_files_are_read_again_when_they_change_and_broken_ones_are_not_used()
    {
        var folder = Directory.CreateTempSubdirectory("operon-tls-");
        try
        {
            var clock = new FakeTimeProvider();
            var first = Write(folder.FullName, "first");
            using var certificate = new ServingCertificate(folder.FullName, clock);
            Assert.Equal(first, certificate.Current.Thumbprint);

            File.WriteAllText(Path.Combine(folder.FullName, "tls.crt"), "half a file");
            File.SetLastWriteTimeUtc(Path.Combine(folder.FullName, "tls.crt"), DateTime.UtcNow.AddMinutes(1));
            clock.Advance(TimeSpan.FromSeconds(11));
            Assert.Equal(first, certificate.Current.Thumbprint);

            var second = Write(folder.FullName, "second");
            File.SetLastWriteTimeUtc(Path.Combine(folder.FullName, "tls.crt"), DateTime.UtcNow.AddMinutes(2));
            Assert.Equal(first, certificate.Current.Thumbprint);
            clock.Advance(TimeSpan.FromSeconds(11));
            Assert.Equal(second, certificate.Current.Thumbprint);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Write(string folder, string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1));
        File.WriteAllText(Path.Combine(folder, "tls.crt"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "tls.key"), key.ExportPkcs8PrivateKeyPem());
        return certificate.Thumbprint;
    }

    private async Task AllowScraperAsync()
    {
        var options = new WriteOptions { FieldManager = "test", Force = true };
        await cluster.Client.Resource(ResourceKinds.ClusterRole).ApplyAsync(
            new V1ClusterRole { Metadata = new V1ObjectMeta { Name = "scraper" }, Rules = [new V1PolicyRule { NonResourceURLs = ["/metrics"], Verbs = ["get"] }] }, options, Cancellation);
        await cluster.Client.Resource(ResourceKinds.ClusterRoleBinding).ApplyAsync(
            new V1ClusterRoleBinding
            {
                Metadata = new V1ObjectMeta { Name = "scraper" },
                RoleRef = new V1RoleRef { ApiGroup = "rbac.authorization.k8s.io", Kind = "ClusterRole", Name = "scraper" },
                Subjects = [new Rbacv1Subject { Kind = "User", Name = "scraper", ApiGroup = "rbac.authorization.k8s.io" }],
            },
            options,
            Cancellation);
    }

    private sealed class CountingClient(IKubernetesClient inner) : IKubernetesClient
    {
        private int _tokenReviews;
        private int _accessReviews;

        public int TokenReviews => _tokenReviews;

        public int AccessReviews => _accessReviews;

        public Uri Server => inner.Server;

        public string DefaultNamespace => inner.DefaultNamespace;

        public IResourceClient<T> Resource<T>(ResourceKind<T> kind)
            where T : class, k8s.IKubernetesObject<V1ObjectMeta>
        {
            Interlocked.Increment(ref kind.Type.Kind == "TokenReview" ? ref _tokenReviews : ref _accessReviews);
            return inner.Resource(kind);
        }

        public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => inner.SendAsync(request, cancellationToken);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
