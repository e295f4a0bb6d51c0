using Microsoft.AspNetCore.Http;

namespace Operon.Testing;

public sealed partial class TestCluster
{
    /// <summary>
    /// Serves webhooks from the test's process: <paramref name="handler"/> gets the AdmissionReviews and ConversionReviews of the configurations that
    /// <see cref="TestWebhookServer.InstallAsync"/> installs. Throws <see cref="InvalidOperationException"/> on a cluster that is not in this process.
    /// </summary>
    /// <param name="handler">Answers a POST; the path is that of the webhook's clientConfig.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    public async Task<TestWebhookServer> ServeWebhooksAsync(RequestDelegate handler, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(handler);
        var server = IsInProcess
            ? await TestWebhookServer.StartAsync(this, handler, _options.LoggerFactory, cancellationToken)
            : throw NotInProcess("A webhook in this process");
        lock (_lock)
        {
            _clients.Add(server);
        }

        return server;
    }

    /// <summary>
    /// Installs MutatingWebhookConfigurations, ValidatingWebhookConfigurations and CustomResourceDefinitions with a conversion webhook. Their webhooks are
    /// called at <paramref name="address"/>, at the path the manifest has (of the service or the URL), whatever host it names.
    /// </summary>
    /// <param name="manifests">YAML or JSON text, as it would be applied to a real cluster.</param>
    /// <param name="address">Where the webhooks are served, such as <c>https://127.0.0.1:9443/</c>.</param>
    /// <param name="caCertificatePem">The certificates that vouch for the server there.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TestClusterException">A manifest has no webhooks.</exception>
    public async Task InstallWebhooksAsync(string manifests, Uri address, string caCertificatePem, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(manifests);
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(caCertificatePem);
        var objects = Manifests.Parse(manifests);
        foreach (var manifest in objects)
        {
            WebhookManifests.Redirect(manifest, address, caCertificatePem);
        }

        await _setup.InstallCrdsAsync([.. objects.Where(Manifests.IsCrd)], cancellationToken);
        foreach (var manifest in objects.Where(manifest => !Manifests.IsCrd(manifest)))
        {
            await _setup.ApplyAsync(manifest, "default", cancellationToken);
        }
    }
}
