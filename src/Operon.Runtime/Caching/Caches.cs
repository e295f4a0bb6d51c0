using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>One informer per resource, representation and selection, shared by everybody who asks.</summary>
internal sealed class Caches(IKubernetesClient client, IReadOnlyList<string> namespaces, ManagerSettings settings)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(ResourceType, Type, string, string?, string?), ICache> _caches = [];
    private Action<ICache>? _start;

    public Informer<T> Get<T>(ResourceKind<T> kind, CacheOptions? options)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        options ??= new CacheOptions();
        var scope = options.Namespaces ?? namespaces;
        var id = (kind.Type, typeof(T), string.Join(',', scope.Order(StringComparer.Ordinal)), options.LabelSelector, options.FieldSelector);
        lock (_lock)
        {
            if (_caches.TryGetValue(id, out var known))
            {
                return (Informer<T>)known;
            }

            var informer = new Informer<T>(client.Resource(kind), scope, options, settings);
            _caches.Add(id, informer);
            _start?.Invoke(informer);
            return informer;
        }
    }

    /// <summary>Runs <paramref name="start"/> for every cache there is and every one to come.</summary>
    public void Start(Action<ICache> start)
    {
        lock (_lock)
        {
            _start = start;
            foreach (var cache in _caches.Values)
            {
                start(cache);
            }
        }
    }

    public IReadOnlyList<ICache> All()
    {
        lock (_lock)
        {
            return [.. _caches.Values];
        }
    }

    public IEnumerable<ICache> Of(ResourceType type) =>
        All().Where(cache => cache.Type.Plural == type.Plural && cache.Type.Group == type.Group);
}
