using Operon.ApiServer;
using Operon.Kubernetes;
using Xunit;

[assembly: AssemblyFixture(typeof(Operon.Hosting.Tests.TestServer))]

namespace Operon.Hosting.Tests;

/// <summary>One API server for all tests; each works in a namespace of its own.</summary>
public sealed class TestServer : IAsyncLifetime
{
    public const string ScraperToken = "scraper-token";
    public const string StrangerToken = "stranger-token";
    private ApiServerHost? _server;
    private KubernetesClient? _client;

    internal ApiServerHost Server => _server!;

    internal IKubernetesClient Client => _client!;

    internal KubernetesClientOptions Connection { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await ApiServerHost.StartAsync(new ApiServerOptions
        {
            StaticTokens = [new StaticToken(ScraperToken, "scraper", []), new StaticToken(StrangerToken, "stranger", [])],
        });
        Connection = KubernetesClientOptions.FromKubeconfigText(_server.Kubeconfig("admin", "system:masters"));
        _client = KubernetesClient.Create(Connection);
    }

    public async ValueTask DisposeAsync()
    {
        await _client!.DisposeAsync();
        await _server!.DisposeAsync();
    }

    internal async Task<string> NewNamespaceAsync()
    {
        var created = await _client!.Resource(ResourceKinds.Namespace).CreateAsync(
            new k8s.Models.V1Namespace { Metadata = new k8s.Models.V1ObjectMeta { Name = $"test-{Guid.NewGuid():N}"[..20] } }, TestContext.Current.CancellationToken);
        return created.Metadata.Name;
    }
}
