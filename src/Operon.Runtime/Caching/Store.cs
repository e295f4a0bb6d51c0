using System.Runtime.InteropServices;
using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>Objects by key, with indexes: namespace, controller owner, and those users add. Reads copy references under a short lock.</summary>
internal sealed class Store<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ObjectKey, StoreEntry<T>> _objects = [];
    private readonly KeySets _byNamespace = new();
    private readonly StoreIndex<T> _byOwner = new(resource =>
        resource.Metadata.OwnerReferences?.Where(owner => owner.Controller == true).Select(owner => owner.Uid) ?? []);

    private readonly Dictionary<string, StoreIndex<T>> _byField = [];
    private readonly Dictionary<string, StoreIndex<T>> _byLabel = [];

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _objects.Count;
            }
        }
    }

    /// <summary>Sum of the objects' JSON.</summary>
    public long WireBytes { get; private set; }

    /// <summary>Sum of what decoding the objects allocated.</summary>
    public long MemoryBytes { get; private set; }

    public T? Find(ObjectKey key)
    {
        lock (_lock)
        {
            return _objects.GetValueOrDefault(key).Resource;
        }
    }

    /// <summary>Stores the object and returns the one it replaces.</summary>
    public StoreEntry<T> Set(ObjectKey key, StoreEntry<T> entry)
    {
        lock (_lock)
        {
            ref var slot = ref CollectionsMarshal.GetValueRefOrAddDefault(_objects, key, out _);
            var old = slot;
            slot = entry;
            Measure(entry, old);
            Index(key, old.Resource, entry.Resource);
            return old;
        }
    }

    public StoreEntry<T> Remove(ObjectKey key)
    {
        lock (_lock)
        {
            if (_objects.Remove(key, out var old))
            {
                Index(key, old.Resource, null);
                Measure(default, old);
            }

            return old;
        }
    }

    public IReadOnlyList<T> List(string? namespaceName, IReadOnlyDictionary<string, string>? labels) =>
        Select(namespaceName, [], labels is null or { Count: 0 } ? [] : [.. labels.Select(pair => (pair.Key, pair.Value))], resource => Matches(resource, labels));

    /// <summary>
    /// All objects that are in every one of the indexed <paramref name="fields"/> and satisfy <paramref name="matches"/>. The smallest index there
    /// is narrows what is looked at: of <paramref name="labels"/> those with an index help, the others are left to the predicate.
    /// </summary>
    public IReadOnlyList<T> Select(
        string? namespaceName, IReadOnlyList<(string Name, string Value)> fields, IReadOnlyList<(string Key, string Value)> labels, Func<T, bool> matches)
    {
        lock (_lock)
        {
            var sets = fields.Select(field => FieldIndex(field.Name).Keys(field.Value))
                .Concat(labels.Where(label => _byLabel.ContainsKey(label.Key)).Select(label => _byLabel[label.Key].Keys(label.Value)));
            if (namespaceName is not null)
            {
                sets = sets.Append(_byNamespace.Of(namespaceName));
            }

            var ordered = sets.OrderBy(keys => keys.Count).ToArray();
            var found = ordered is [var smallest, .. var others]
                ? smallest.Where(key => others.All(keys => keys.Contains(key))).Select(key => _objects[key].Resource!)
                : _objects.Values.Select(entry => entry.Resource!);
            return [.. found.Where(matches)];
        }
    }

    public IReadOnlyList<T> OwnedBy(string ownerUid)
    {
        lock (_lock)
        {
            return [.. _byOwner.Keys(ownerUid).Select(key => _objects[key].Resource!)];
        }
    }

    public IReadOnlyList<T> ByIndex(string name, string value) => Select(null, [(name, value)], [], _ => true);

    public IReadOnlyList<ObjectKey> Keys(Func<ObjectKey, bool> matches)
    {
        lock (_lock)
        {
            return [.. _objects.Keys.Where(matches)];
        }
    }

    public bool HasIndex(string name)
    {
        lock (_lock)
        {
            return _byField.ContainsKey(name);
        }
    }

    public void AddIndex(string name, Func<T, IEnumerable<string>> values) => Add(_byField, name, values);

    public void AddLabelIndex(string label) => Add(
        _byLabel, label, resource => resource.Metadata.Labels is { } labels && labels.TryGetValue(label, out var value) ? [value] : []);

    private void Add(Dictionary<string, StoreIndex<T>> indexes, string name, Func<T, IEnumerable<string>> values)
    {
        lock (_lock)
        {
            var index = new StoreIndex<T>(values);
            if (!indexes.TryAdd(name, index))
            {
                return;
            }

            foreach (var (key, entry) in _objects)
            {
                index.Replace(key, null, entry.Resource);
            }
        }
    }

    private void Measure(StoreEntry<T> entry, StoreEntry<T> old)
    {
        WireBytes += entry.WireBytes - old.WireBytes;
        MemoryBytes += entry.MemoryBytes - old.MemoryBytes;
    }

    private void Index(ObjectKey key, T? old, T? resource)
    {
        if (resource is null)
        {
            _byNamespace.Remove(key.Namespace ?? "", key);
        }
        else if (old is null)
        {
            _byNamespace.Add(key.Namespace ?? "", key);
        }

        _byOwner.Replace(key, old, resource);
        foreach (var index in _byField.Values)
        {
            index.Replace(key, old, resource);
        }

        foreach (var index in _byLabel.Values)
        {
            index.Replace(key, old, resource);
        }
    }

    private StoreIndex<T> FieldIndex(string name) => _byField.TryGetValue(name, out var index)
        ? index
        : throw new ArgumentException($"The cache has no index '{name}'; add it with AddIndex.", nameof(name));

    private static bool Matches(T resource, IReadOnlyDictionary<string, string>? labels)
    {
        if (labels is null or { Count: 0 })
        {
            return true;
        }

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
