using System.Runtime.InteropServices;
using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>Objects by key, with indexes: namespace, controller owner, and those users add. Reads copy references under a short lock.</summary>
internal sealed class Store<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private const string NamespaceIndex = "namespace";
    private const string OwnerIndex = "owner";
    private readonly Lock _lock = new();
    private readonly Dictionary<ObjectKey, T> _objects = [];
    private readonly Dictionary<string, StoreIndex<T>> _indexes = new()
    {
        [NamespaceIndex] = new(resource => [resource.Metadata.NamespaceProperty ?? ""]),
        [OwnerIndex] = new(resource => resource.Metadata.OwnerReferences?.Where(owner => owner.Controller == true).Select(owner => owner.Uid) ?? []),
    };

    public T? Find(ObjectKey key)
    {
        lock (_lock)
        {
            return _objects.GetValueOrDefault(key);
        }
    }

    /// <summary>Stores the object and returns the one it replaces.</summary>
    public T? Set(ObjectKey key, T resource)
    {
        lock (_lock)
        {
            ref var slot = ref CollectionsMarshal.GetValueRefOrAddDefault(_objects, key, out _);
            var old = slot;
            slot = resource;
            foreach (var index in _indexes.Values)
            {
                index.Replace(key, old, resource);
            }

            return old;
        }
    }

    public T? Remove(ObjectKey key)
    {
        lock (_lock)
        {
            if (!_objects.Remove(key, out var old))
            {
                return null;
            }

            foreach (var index in _indexes.Values)
            {
                index.Replace(key, old, null);
            }

            return old;
        }
    }

    public IReadOnlyList<T> List(string? namespaceName, IReadOnlyDictionary<string, string>? labels)
    {
        lock (_lock)
        {
            IEnumerable<T> found = namespaceName is null ? _objects.Values : Indexed(NamespaceIndex, namespaceName);
            return labels is null or { Count: 0 } ? [.. found] : [.. found.Where(resource => Matches(resource, labels))];
        }
    }

    public IReadOnlyList<T> OwnedBy(string ownerUid) => ByIndex(OwnerIndex, ownerUid);

    public IReadOnlyList<T> ByIndex(string name, string value)
    {
        lock (_lock)
        {
            return [.. Indexed(name, value)];
        }
    }

    public IReadOnlyList<ObjectKey> Keys(string? namespaceName)
    {
        lock (_lock)
        {
            return namespaceName is null ? [.. _objects.Keys] : [.. _indexes[NamespaceIndex].Keys(namespaceName)];
        }
    }

    public void AddIndex(string name, Func<T, IEnumerable<string>> values)
    {
        lock (_lock)
        {
            var index = new StoreIndex<T>(values);
            if (!_indexes.TryAdd(name, index))
            {
                return;
            }

            foreach (var (key, resource) in _objects)
            {
                index.Replace(key, null, resource);
            }
        }
    }

    private IEnumerable<T> Indexed(string name, string value) =>
        _indexes.TryGetValue(name, out var index)
            ? index.Keys(value).Select(key => _objects[key])
            : throw new ArgumentException($"The cache has no index '{name}'; add it with AddIndex.", nameof(name));

    private static bool Matches(T resource, IReadOnlyDictionary<string, string> labels)
    {
        if (resource.Metadata.Labels is not { } own)
        {
            return false;
        }

        foreach (var (name, value) in labels)
        {
            if (!own.TryGetValue(name, out var actual) || actual != value)
            {
                return false;
            }
        }

        return true;
    }
}
