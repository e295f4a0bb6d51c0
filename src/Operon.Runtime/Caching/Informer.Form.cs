using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>What a feed does with an informer.</summary>
internal sealed partial class Informer<T>
{
    private readonly Lazy<JsonTypeInfo<T>> _json;
    private readonly Func<T, T>? _transform;

    bool ICacheForm.IsMetadataOnly => Kind.IsMetadataOnly;

    IKubernetesObject<V1ObjectMeta> ICacheForm.Read(ref Utf8JsonReader reader)
    {
        var resource = JsonSerializer.Deserialize(ref reader, _json.Value) ?? throw new JsonException($"An object of {Type.GroupResource} is null.");
        ManagedFieldsTime.Note(resource.Metadata?.ManagedFields);
        return resource;
    }

    void ICacheForm.SetScopes(IReadOnlyList<WatchScope> scopes)
    {
        lock (_dispatch)
        {
            ScopeProgress[] now = [.. scopes.Select(scope => _scopes.FirstOrDefault(known => known.Scope == scope) ?? new ScopeProgress(scope))];
            Volatile.Write(ref _scopes, now);

            // Out of sight is not deleted: subscribers hear nothing.
            foreach (var key in _store.Keys(key => !Array.Exists(now, one => one.Scope.Contains(key))))
            {
                _store.Remove(key);
            }

            CompleteSync();
        }
    }

    void ICacheForm.Replace(WatchScope scope, IReadOnlyList<ObservedObject> items, int form, string resourceVersion)
    {
        lock (_dispatch)
        {
            var isInitial = ProgressOf(scope) is not { ResourceVersion: not null };
            var gone = _store.Keys(scope.Contains).ToHashSet();
            foreach (var item in items)
            {
                var key = ObjectKey.Of(item);
                gone.Remove(key);
                if (_store.Find(key)?.Metadata is not { } known
                    || known.ResourceVersion != item.Metadata.ResourceVersion || known.Uid != item.Metadata.Uid)
                {
                    Store(key, item, form, isInitial, isRelist: !isInitial);
                }
            }

            foreach (var key in gone)
            {
                Drop(key, null);
            }

            Progress(scope, resourceVersion);
            CompleteSync();
        }
    }

    DateTime? ICacheForm.Set(WatchScope scope, ObservedObject observed, int form)
    {
        lock (_dispatch)
        {
            var writtenAt = Store(ObjectKey.Of(observed), observed, form, isInitial: false, isRelist: false);
            Progress(scope, observed.Metadata.ResourceVersion);
            return writtenAt;
        }
    }

    void ICacheForm.Remove(WatchScope scope, ObservedObject observed, int form)
    {
        lock (_dispatch)
        {
            Drop(ObjectKey.Of(observed), (T)observed.Forms[form].Resource);
            Progress(scope, observed.Metadata.ResourceVersion);
        }
    }

    void ICacheForm.Advance(WatchScope scope, string resourceVersion) => Progress(scope, resourceVersion);

    private void CompleteSync()
    {
        if (!HasSynced && Array.TrueForAll(_scopes, scope => scope.ResourceVersion is not null))
        {
            foreach (var subscriber in _subscribers)
            {
                subscriber.Synced();
            }

            _synced.TrySetResult();
        }
    }

    private ScopeProgress? ProgressOf(WatchScope scope) => Array.Find(_scopes, one => one.Scope == scope);

    /// <summary>
    /// Returns when the write was that a watch tells of. Writes that only take fields away leave no time: the object then still tells of one before.
    /// </summary>
    private DateTime? Store(ObjectKey key, ObservedObject observed, int form, bool isInitial, bool isRelist)
    {
        var (received, allocated) = observed.Forms[form];
        var resource = _transform is null ? (T)received : _transform((T)received);
        if (_store.Find(key) is { } before)
        {
            UnchangedMetadata.Keep(before.Metadata, resource.Metadata);
        }

        var (old, _, _, knownWrite) = _store.Set(key, new StoreEntry<T>(resource, observed.WireBytes, allocated, observed.WrittenAt.GetValueOrDefault()));
        var writtenAt = !isInitial && !isRelist && observed.WrittenAt > knownWrite ? observed.WrittenAt : null;
        if (old is not null && old.Metadata.Uid != resource.Metadata.Uid)
        {
            // The object was deleted and made again in a gap: without this the deletion would be lost.
            Dispatch(new ObjectChange<T>(old, null, IsInitial: false) { IsFinalStateUnknown = true });
            old = null;
        }

        Dispatch(new ObjectChange<T>(old, resource, isInitial) { IsRelist = isRelist, WrittenAt = writtenAt });
        return writtenAt;
    }

    private void Drop(ObjectKey key, T? last)
    {
        if (_store.Remove(key).Resource is { } known)
        {
            Dispatch(new ObjectChange<T>(last ?? known, null, IsInitial: false) { IsFinalStateUnknown = last is null });
        }
    }

    private void Progress(WatchScope scope, string resourceVersion)
    {
        ProgressOf(scope)?.Reach(resourceVersion, _settings.Time.GetTimestamp());
        Interlocked.Exchange(ref _changed, null)?.TrySetResult();
    }
}
