using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>The manager's client: the given one, with every write noted in the write log.</summary>
internal sealed class RecordingClient(IKubernetesClient client, WriteLog log) : IKubernetesClient
{
    public Uri Server => client.Server;

    public string DefaultNamespace => client.DefaultNamespace;

    public IResourceClient<T> Resource<T>(ResourceKind<T> kind)
        where T : class, IKubernetesObject<V1ObjectMeta> => new RecordingResourceClient<T>(client.Resource(kind), log);

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        client.SendAsync(request, cancellationToken);

    /// <summary>The wrapped client belongs to whoever made it.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
