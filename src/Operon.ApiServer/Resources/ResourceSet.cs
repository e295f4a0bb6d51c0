using System.Collections.Immutable;
using Operon.ApiServer.Discovery;
using Operon.ApiServer.OpenApi;
using Operon.ApiServer.Storage;

namespace Operon.ApiServer.Resources;

/// <summary>Everything served at one moment, with the documents clients discover it by.</summary>
internal sealed class ResourceSet(ImmutableSortedSet<StoredObject> definitions, Dictionary<(string Group, string Version, string Plural), ServedResource> served, Dictionary<string, ServedResource> customStorages)
{
    private readonly Lazy<DiscoveryDocuments> _discovery = new(() => new DiscoveryDocuments(served.Values.Select(resource => resource.Definition)));

    private readonly Lazy<OpenApiDocuments> _openApi = new(() => new OpenApiDocuments(
        served.Values.Where(resource => resource.Custom is null).Select(resource => resource.Definition),
        served.Values.Where(resource => resource.Custom is not null).Select(resource =>
            new CustomResourceOpenApi(resource.Definition, resource.Custom!.OpenApiSchema) { SelectableFields = resource.Custom.SelectableFields })));

    public ImmutableSortedSet<StoredObject> Definitions { get; } = definitions;

    public IReadOnlyCollection<ServedResource> All => served.Values;

    public DiscoveryDocuments Discovery => _discovery.Value;

    public OpenApiDocuments OpenApi => _openApi.Value;

    public ServedResource? Find(string group, string version, string plural) => served.GetValueOrDefault((group, version, plural));

    /// <summary>The resource whose objects live there; of a custom one the storage version, even when that is not served.</summary>
    public ServedResource? ByStorageName(string storageName) =>
        customStorages.GetValueOrDefault(storageName) ?? served.Values.FirstOrDefault(resource => resource.StorageName == storageName);

    public ServedResource? ByKind(string group, string version, string kind) =>
        served.Values.FirstOrDefault(resource => resource.Group == group && resource.Version == version && resource.Kind == kind);
}
