using System.Collections.Immutable;

namespace Operon.ApiServer.Storage;

/// <summary>All objects of one resource at one revision; costs nothing to take and never changes.</summary>
internal sealed record StoreSnapshot(ImmutableSortedSet<StoredObject> Objects, long Revision)
{
    public static ImmutableSortedSet<StoredObject> Empty { get; } = ImmutableSortedSet.Create<StoredObject>(StoredObjectOrder.Instance);

    public StoredObject? Find(string key) => Objects.TryGetValue(Probe(key), out var found) ? found : null;

    /// <summary>The objects of one namespace (all when empty) whose key comes after <paramref name="afterKey"/>.</summary>
    public IEnumerable<StoredObject> Range(string @namespace, string? afterKey)
    {
        var prefix = @namespace.Length == 0 ? "" : @namespace + "/";
        if (prefix.Length == 0 && afterKey is null)
        {
            return Objects;
        }

        return From(prefix, afterKey);
    }

    private IEnumerable<StoredObject> From(string prefix, string? afterKey)
    {
        var start = afterKey is not null && string.CompareOrdinal(afterKey, prefix) > 0 ? afterKey : prefix;
        var index = Objects.IndexOf(Probe(start));
        if (index < 0)
        {
            index = ~index;
        }
        else if (start == afterKey)
        {
            index++;
        }

        for (; index < Objects.Count; index++)
        {
            var item = Objects[index];
            if (!item.Key.StartsWith(prefix, StringComparison.Ordinal))
            {
                yield break;
            }

            yield return item;
        }
    }

    private static StoredObject Probe(string key) => new("", "", key, [], 0, null, null);
}
