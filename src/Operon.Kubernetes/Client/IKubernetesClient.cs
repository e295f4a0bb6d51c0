using k8s;
using k8s.Models;

namespace Operon.Kubernetes;

/// <summary>A connection to one Kubernetes API server. Safe for concurrent use; dispose it when the process stops using the cluster.</summary>
public interface IKubernetesClient : IAsyncDisposable
{
    /// <summary>Base address of the API server.</summary>
    Uri Server { get; }

    /// <summary>Namespace of the kubeconfig context or of the pod, <c>default</c> when neither says.</summary>
    string DefaultNamespace { get; }

    /// <summary>Typed verbs on one resource.</summary>
    IResourceClient<T> Resource<T>(ResourceKind<T> kind)
        where T : class, IKubernetesObject<V1ObjectMeta>;

    /// <summary>
    /// Sends a request with a path relative to the server, with the client's credentials. The response is returned as soon as the
    /// headers are read and is not checked for success: the way out for discovery, logs and other raw endpoints.
    /// </summary>
    Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken);
}
