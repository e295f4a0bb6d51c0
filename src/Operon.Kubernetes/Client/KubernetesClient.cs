using k8s;
using k8s.Models;

namespace Operon.Kubernetes;

/// <summary>The HTTP client of an API server: HTTP/2 where the server speaks it, pooled connections, no client-side rate limit.</summary>
public sealed class KubernetesClient : IKubernetesClient
{
    private readonly HttpPipeline _pipeline;

    private KubernetesClient(KubernetesClientOptions options)
    {
        Options = options;
        _pipeline = new HttpPipeline(options);
    }

    /// <inheritdoc/>
    public Uri Server => Options.Server;

    /// <inheritdoc/>
    public string DefaultNamespace => Options.DefaultNamespace;

    internal KubernetesClientOptions Options { get; }

    /// <summary>
    /// Creates a client; no connection is made before the first request. Throws <see cref="KubeconfigException"/> when a certificate
    /// or key cannot be read.
    /// </summary>
    public static KubernetesClient Create(KubernetesClientOptions options) => new(options);

    /// <inheritdoc/>
    public IResourceClient<T> Resource<T>(ResourceKind<T> kind)
        where T : class, IKubernetesObject<V1ObjectMeta> => new ResourceClient<T>(kind, _pipeline, Options);

    /// <inheritdoc/>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        _pipeline.SendOnceAsync(request, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _pipeline.Dispose();
        return ValueTask.CompletedTask;
    }
}
