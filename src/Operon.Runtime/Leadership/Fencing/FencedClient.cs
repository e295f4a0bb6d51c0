using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>A client whose writes pass a fence. Raw requests do not: what they do is not known.</summary>
internal sealed class FencedClient(IKubernetesClient client, Fence fence) : IKubernetesClient
{
    public Uri Server => client.Server;

    public string DefaultNamespace => client.DefaultNamespace;

    public IResourceClient<T> Resource<T>(ResourceKind<T> kind)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        new FencedResourceClient<T>(client.Resource(kind), fence, new Stamps(client.Resource(ResourceKinds.Metadata(kind.Type)), fence));

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        client.SendAsync(request, cancellationToken);

    /// <summary>The wrapped client belongs to whoever made it.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
