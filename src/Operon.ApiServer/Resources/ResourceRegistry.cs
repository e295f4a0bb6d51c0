using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Operon.ApiServer.CustomResources;
using Operon.ApiServer.Discovery;
using Operon.ApiServer.Schemas;
using Operon.ApiServer.Storage;

namespace Operon.ApiServer.Resources;

/// <summary>
/// The resources served now: built-in kinds and those of the stored CRDs. What the CRDs add is worked out again whenever the stored set of CRDs is
/// another one, so that a request after a committed CRD always sees it.
/// </summary>
internal sealed class ResourceRegistry
{
    private readonly Dictionary<(string Group, string Version, string Plural), ServedResource> _builtIn = [];
    private readonly Dictionary<string, (byte[] Json, CustomResourceSet Set)> _custom = [];
    private readonly Lock _gate = new();
    private readonly Func<ImmutableSortedSet<StoredObject>> _definitions;
    private ResourceSet? _current;

    public ResourceRegistry(Func<ImmutableSortedSet<StoredObject>> definitions)
    {
        _definitions = definitions;
        foreach (var definition in BuiltInResources.All)
        {
            var schema = BuiltInSchemas.Find(definition.Group, definition.Version, definition.Kind) ?? WellKnownSchemas.Anything;
            _builtIn[(definition.Group, definition.Version, definition.Plural)] = new ServedResource(definition, schema, null);
        }
    }

    public ResourceSet Current
    {
        get
        {
            var definitions = _definitions();
            var current = Volatile.Read(ref _current);
            return current is not null && ReferenceEquals(current.Definitions, definitions) ? current : Rebuild();
        }
    }

    public ServedResource? Find(string group, string version, string plural) =>
        _builtIn.TryGetValue((group, version, plural), out var found) ? found : Current.Find(group, version, plural);

    public bool HasBuiltIn(string group, string version) => _builtIn.Keys.Any(key => key.Group == group && key.Version == version);

    public ServedResource BuiltIn(string group, string version, string plural) => _builtIn[(group, version, plural)];

    /// <summary>How the store reads the selectable fields of objects it loaded from the log.</summary>
    public Func<JsonObject, ObjectIndex> Indexer(string storageName)
    {
        var builtIn = _builtIn.Values.FirstOrDefault(resource => resource.StorageName == storageName && resource.StorageApiVersion == resource.ApiVersion);
        return builtIn is not null
            ? builtIn.Rules.Index
            : obj => (Current.ByStorageName(storageName)?.Rules ?? ObjectRules.Plain).Index(obj);
    }

    private ResourceSet Rebuild()
    {
        lock (_gate)
        {
            var definitions = _definitions();
            if (_current is not null && ReferenceEquals(_current.Definitions, definitions))
            {
                return _current;
            }

            var served = new Dictionary<(string, string, string), ServedResource>(_builtIn);
            var storages = new Dictionary<string, ServedResource>(StringComparer.Ordinal);
            foreach (var definition in definitions)
            {
                if (!_custom.TryGetValue(definition.Key, out var known) || !SameSpec(known.Json, definition.Json))
                {
                    _custom[definition.Key] = known = (definition.Json, CustomResourceReader.Read(definition.Decode()));
                }

                foreach (var resource in known.Set.Served)
                {
                    served.TryAdd((resource.Group, resource.Version, resource.Plural), resource);
                }

                if (known.Set.Storage is { } storage)
                {
                    storages.TryAdd(storage.StorageName, storage);
                }
            }

            var set = new ResourceSet(definitions, served, storages);
            Volatile.Write(ref _current, set);
            return set;
        }
    }

    private static bool SameSpec(byte[] left, byte[] right) => ReferenceEquals(left, right);
}
