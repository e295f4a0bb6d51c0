using System.Net;

namespace Operon.Kubernetes;

/// <summary>Which resources a server has.</summary>
public static class DiscoveryExtensions
{
    /// <summary>
    /// All resources of the server, in its order of preference (the first version of a group is the preferred one), without subresources.
    /// Two requests where the server has aggregated discovery (v2, Kubernetes 1.30), else one per group and version.
    /// </summary>
    public static async Task<IReadOnlyList<ResourceType>> DiscoverAsync(this IKubernetesClient client, CancellationToken cancellationToken)
    {
        var core = await DiscoveryReader.RootAsync(client, "/api", cancellationToken);
        var groups = await DiscoveryReader.RootAsync(client, "/apis", cancellationToken);
        return [.. core, .. groups];
    }

    /// <summary>The resource that serves objects of this apiVersion and kind; null when the server has none (a CRD that is not installed).</summary>
    public static async Task<ResourceType?> FindResourceTypeAsync(this IKubernetesClient client, string apiVersion, string kind, CancellationToken cancellationToken)
    {
        var path = apiVersion.Contains('/', StringComparison.Ordinal) ? $"/apis/{apiVersion}" : $"/api/{apiVersion}";
        try
        {
            var types = await DiscoveryReader.GroupVersionAsync(client, path, cancellationToken);
            return types.FirstOrDefault(type => type.Kind == kind);
        }
        catch (KubernetesApiException e) when (e.Code == HttpStatusCode.NotFound)
        {
            return null;
        }
    }
}
