namespace Operon.Kubernetes;

/// <summary>
/// Finds resources by kind or name. It asks the server for one group and version the first time something of it is needed and remembers the
/// answer; what is not in it makes it ask again, so that a CRD installed later is found, at most once per <see cref="RediscoveryInterval"/> for
/// each group and version. Concurrent callers share one request. Safe for concurrent use.
/// </summary>
public sealed class ResourceMapper
{
    private readonly IKubernetesClient _client;
    private readonly DiscoveryCache<IReadOnlyList<ResourceType>> _versions;
    private readonly DiscoveryCache<IReadOnlyList<ResourceType>> _all;

    /// <summary>Nothing is asked before the first lookup.</summary>
    public ResourceMapper(IKubernetesClient client, TimeProvider? time = null)
    {
        _client = client;
        time ??= TimeProvider.System;
        _versions = new(time, () => RediscoveryInterval, FetchVersionAsync);
        _all = new(time, () => RediscoveryInterval, (_, cancellationToken) => _client.DiscoverAsync(cancellationToken));
    }

    /// <summary>Shortest time between two questions about the same group and version. Default 1 s.</summary>
    public TimeSpan RediscoveryInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The resource of an object's apiVersion and kind; null when the server has none.</summary>
    public async ValueTask<ResourceType?> FindAsync(string apiVersion, string kind, CancellationToken cancellationToken)
    {
        bool IsIt(ResourceType type) => type.Kind == kind;
        var types = await _versions.GetAsync(apiVersion, known => known.Any(IsIt), cancellationToken);
        return types.FirstOrDefault(IsIt);
    }

    /// <summary>The resource of an object's apiVersion and kind. Throws <see cref="NoMatchException"/> when the server has none.</summary>
    public async ValueTask<ResourceType> GetAsync(string apiVersion, string kind, CancellationToken cancellationToken) =>
        await FindAsync(apiVersion, kind, cancellationToken) ?? throw new NoMatchException($"{kind} of {apiVersion}", _client.Server);

    /// <summary>
    /// The resource of a kind in the server's preferred version of its group, <c>""</c> for the core group; null when the server has none.
    /// Reads the whole discovery: two requests where it is aggregated.
    /// </summary>
    public ValueTask<ResourceType?> FindPreferredAsync(string group, string kind, CancellationToken cancellationToken) =>
        FindInAllAsync(type => type.Group == group && type.Kind == kind, cancellationToken);

    /// <summary>The resource with this name, such as <c>pods</c> or <c>deployments.apps</c>, in the server's preferred version; null when the server has none.</summary>
    public ValueTask<ResourceType?> FindResourceAsync(string groupResource, CancellationToken cancellationToken) =>
        FindInAllAsync(type => type.GroupResource == groupResource, cancellationToken);

    /// <summary>Forgets everything; the next lookup asks the server.</summary>
    public void Reset()
    {
        _versions.Clear();
        _all.Clear();
    }

    private async ValueTask<ResourceType?> FindInAllAsync(Func<ResourceType, bool> isIt, CancellationToken cancellationToken)
    {
        var types = await _all.GetAsync("", known => known.Any(isIt), cancellationToken);
        return types.FirstOrDefault(isIt);
    }

    private async Task<IReadOnlyList<ResourceType>> FetchVersionAsync(string apiVersion, CancellationToken cancellationToken)
    {
        var path = apiVersion.Contains('/', StringComparison.Ordinal) ? $"/apis/{apiVersion}" : $"/api/{apiVersion}";
        try
        {
            return await DiscoveryReader.GroupVersionAsync(_client, path, cancellationToken);
        }
        catch (KubernetesApiException e) when (e.IsNotFound)
        {
            return [];
        }
    }
}
