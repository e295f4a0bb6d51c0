using k8s;
using k8s.Models;

namespace Operon.Kubernetes;

internal sealed class ScopedClient(IKubernetesClient client, ClientDefaults defaults) : IKubernetesClient
{
    public Uri Server => client.Server;

    public string DefaultNamespace => defaults.Namespace ?? client.DefaultNamespace;

    public IResourceClient<T> Resource<T>(ResourceKind<T> kind)
        where T : class, IKubernetesObject<V1ObjectMeta> => new ScopedResourceClient<T>(client.Resource(kind), defaults);

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri is { IsAbsoluteUri: true } uri ? uri.PathAndQuery : request.RequestUri?.OriginalString ?? "";
        if (defaults.Namespace is not null && RequestTarget.Parse(request.Method, path, isApply: false) is { Namespace: { } other } target && other != defaults.Namespace)
        {
            throw defaults.Refusal(other, $"{request.Method} {target.Resource}");
        }

        if (defaults.DryRun && request.Method != HttpMethod.Get && request.Method != HttpMethod.Head && !path.Contains("dryRun=", StringComparison.Ordinal))
        {
            var address = request.RequestUri?.OriginalString ?? "";
            request.RequestUri = new Uri($"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}dryRun=All", UriKind.RelativeOrAbsolute);
        }

        return client.SendAsync(request, cancellationToken);
    }

    /// <summary>The wrapped client belongs to whoever made it.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
