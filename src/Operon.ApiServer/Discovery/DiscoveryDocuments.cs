using System.Security.Cryptography;

namespace Operon.ApiServer.Discovery;

/// <summary>
/// The discovery documents of one set of resources, as JSON bytes. Immutable: build a new one when a CRD comes or goes. Groups keep the order of
/// <see cref="BuiltInResources.All"/>; other groups follow by name. Versions are ordered by <see cref="VersionPriority"/>.
/// </summary>
internal sealed class DiscoveryDocuments
{
    private readonly Dictionary<string, byte[]> _groups = new(StringComparer.Ordinal);
    private readonly Dictionary<string, byte[]> _resourceLists = new(StringComparer.Ordinal);

    public DiscoveryDocuments(IEnumerable<ResourceDefinition> resources, string serverAddress = "")
    {
        var groups = Order(resources);
        Api = DiscoveryWriter.ApiVersions(serverAddress);
        Apis = DiscoveryWriter.GroupList(groups.Where(group => group.Name.Length > 0));
        AggregatedApi = DiscoveryWriter.Aggregated(groups.Where(group => group.Name.Length == 0));
        AggregatedApis = DiscoveryWriter.Aggregated(groups.Where(group => group.Name.Length > 0));
        AggregatedApiETag = ETag(AggregatedApi);
        AggregatedApisETag = ETag(AggregatedApis);
        foreach (var group in groups)
        {
            if (group.Name.Length > 0)
            {
                _groups[group.Name] = DiscoveryWriter.Group(group);
            }
            foreach (var version in group.Versions)
            {
                _resourceLists[group.Name.Length == 0 ? version.Name : $"{group.Name}/{version.Name}"] = DiscoveryWriter.ResourceList(group.Name, version);
            }
        }
    }

    /// <summary>The media type of the aggregated documents.</summary>
    public const string AggregatedMediaType = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    /// <summary><c>/api</c>: APIVersions.</summary>
    public ReadOnlyMemory<byte> Api { get; }

    /// <summary><c>/apis</c>: APIGroupList.</summary>
    public ReadOnlyMemory<byte> Apis { get; }

    /// <summary><c>/api</c> as APIGroupDiscoveryList (apidiscovery.k8s.io/v2).</summary>
    public ReadOnlyMemory<byte> AggregatedApi { get; }

    /// <summary><c>/apis</c> as APIGroupDiscoveryList (apidiscovery.k8s.io/v2).</summary>
    public ReadOnlyMemory<byte> AggregatedApis { get; }

    /// <summary>Quoted, ready for the header.</summary>
    public string AggregatedApiETag { get; }

    /// <summary>Quoted, ready for the header.</summary>
    public string AggregatedApisETag { get; }

    /// <summary><c>/apis/{group}</c>: APIGroup; null when the group is not served.</summary>
    public ReadOnlyMemory<byte>? Group(string group) => _groups.TryGetValue(group, out var document) ? document : default(ReadOnlyMemory<byte>?);

    /// <summary><c>/api/v1</c> (group "") or <c>/apis/{group}/{version}</c>: APIResourceList; null when the version is not served.</summary>
    public ReadOnlyMemory<byte>? ResourceList(string group, string version) =>
        _resourceLists.TryGetValue(group.Length == 0 ? version : $"{group}/{version}", out var document) ? document : default(ReadOnlyMemory<byte>?);

    private static List<DiscoveryGroup> Order(IEnumerable<ResourceDefinition> resources)
    {
        var builtIn = BuiltInResources.All.Select(resource => resource.Group).Distinct().Select((name, index) => (name, index))
            .ToDictionary(pair => pair.name, pair => pair.index, StringComparer.Ordinal);
        return [.. resources
            .GroupBy(resource => resource.Group, StringComparer.Ordinal)
            .OrderBy(group => builtIn.GetValueOrDefault(group.Key, int.MaxValue))
            .ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new DiscoveryGroup(group.Key, [.. group
                .GroupBy(resource => resource.Version, StringComparer.Ordinal)
                .OrderBy(version => version.Key, VersionPriority.Instance)
                .Select(version => new DiscoveryVersion(version.Key, [.. version.OrderBy(resource => resource.Plural, StringComparer.Ordinal)]))]))];
    }

    private static string ETag(ReadOnlyMemory<byte> document) => $"\"{Convert.ToHexString(SHA256.HashData(document.Span))}\"";
}
