using System.Collections.Immutable;

namespace Operon.ApiServer.Storage;

/// <summary>The whole store at one revision.</summary>
internal sealed record StoreState(ImmutableDictionary<string, ImmutableSortedSet<StoredObject>> Resources, long Revision)
{
    public ImmutableSortedSet<StoredObject> Objects(string resource) =>
        Resources.TryGetValue(resource, out var set) ? set : StoreSnapshot.Empty;

    public StoreSnapshot Snapshot(string resource) => new(Objects(resource), Revision);
}
