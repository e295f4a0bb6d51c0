using System.Collections.Concurrent;
using System.Globalization;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>One store fed by a reflector per namespace, and its subscribers.</summary>
internal sealed partial class Informer<T> : IInformer<T>, ICache, IReflectorTarget<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly IResourceClient<T> _client;
    private readonly string?[] _namespaces;
    private readonly CacheOptions _selection;
    private readonly ManagerSettings _settings;
    private readonly ILogger _logger;
    private readonly Store<T> _store = new();
    private readonly LabelRequirements? _labels;

    // Guards the order of changes: store update and dispatch are one step. Readers take only the store's own lock.
    private readonly Lock _dispatch = new();
    private readonly List<Action<ObjectChange<T>>> _subscribers = [];
    private readonly ConcurrentDictionary<string, ulong> _progress = [];
    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource? _changed;

    public Informer(IResourceClient<T> client, IReadOnlyList<string> namespaces, CacheOptions selection, ManagerSettings settings)
    {
        _client = client;
        _namespaces = client.Kind.Type.IsNamespaced && namespaces.Count > 0 ? [.. namespaces] : [null];
        _selection = selection;
        _settings = settings;
        _logger = settings.LoggerFactory.CreateLogger("Operon.Runtime.Informer");
        _labels = LabelRequirements.Parse(selection.LabelSelector);
    }

    public ResourceKind<T> Kind => _client.Kind;

    public ResourceType Type => Kind.Type;

    public bool HasSynced => _synced.Task.IsCompleted;

    public T? Find(ObjectKey key) => _store.Find(key);

    public IReadOnlyList<T> List(string? namespaceName = null, IReadOnlyDictionary<string, string>? labels = null) => _store.List(namespaceName, labels);

    public IReadOnlyList<T> OwnedBy(string ownerUid) => _store.OwnedBy(ownerUid);

    public void AddIndex(string name, Func<T, IEnumerable<string>> values) => _store.AddIndex(name, values);

    public IReadOnlyList<T> ByIndex(string name, string value) => _store.ByIndex(name, value);

    public Task WaitForSyncAsync(CancellationToken cancellationToken) => _synced.Task.WaitAsync(cancellationToken);

    public IDisposable Subscribe(Action<ObjectChange<T>> handler)
    {
        lock (_dispatch)
        {
            foreach (var resource in _store.List(null, null))
            {
                Call(handler, new ObjectChange<T>(null, resource, IsInitial: true));
            }

            _subscribers.Add(handler);
        }

        return new Subscription(this, handler);
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var reflectors = _namespaces.Select(namespaceName =>
            new Reflector<T>(_client, namespaceName, _selection, this, _settings.Time, _logger).RunAsync(cancellationToken));
        await Task.WhenAll([.. reflectors, ResyncAsync(cancellationToken)]);
    }

    void IReflectorTarget<T>.Replace(string? namespaceName, IReadOnlyList<T> items, string resourceVersion)
    {
        lock (_dispatch)
        {
            var isInitial = !_progress.ContainsKey(namespaceName ?? "");
            var gone = _store.Keys(namespaceName).ToHashSet();
            foreach (var item in items)
            {
                var key = ObjectKey.Of(item);
                gone.Remove(key);
                if (_store.Find(key)?.Metadata is not { } known
                    || known.ResourceVersion != item.Metadata.ResourceVersion || known.Uid != item.Metadata.Uid)
                {
                    Store(key, item, isInitial);
                }
            }

            foreach (var key in gone)
            {
                Drop(key, null);
            }

            Progress(namespaceName, resourceVersion);
            if (_progress.Count == _namespaces.Length)
            {
                _synced.TrySetResult();
            }
        }
    }

    void IReflectorTarget<T>.Set(string? namespaceName, T resource)
    {
        lock (_dispatch)
        {
            Store(ObjectKey.Of(resource), resource, isInitial: false);
            Progress(namespaceName, resource.Metadata.ResourceVersion);
        }
    }

    void IReflectorTarget<T>.Remove(string? namespaceName, T resource)
    {
        lock (_dispatch)
        {
            Drop(ObjectKey.Of(resource), resource);
            Progress(namespaceName, resource.Metadata.ResourceVersion);
        }
    }

    void IReflectorTarget<T>.Advance(string? namespaceName, string resourceVersion) => Progress(namespaceName, resourceVersion);

    public bool Covers(PendingWrite write)
    {
        if (write.Type.IsNamespaced && _namespaces[0] is not null && !_namespaces.Contains(write.Key.Namespace))
        {
            return false;
        }

        if (_store.Find(write.Key) is not null)
        {
            return true;
        }

        return _selection.FieldSelector is null && (_selection.LabelSelector is null || _labels is not null && _labels.Match(write.Labels));
    }

    public async Task WaitUntilSeenAsync(PendingWrite write, CancellationToken cancellationToken)
    {
        while (true)
        {
            var changed = Volatile.Read(ref _changed);
            if (changed is null)
            {
                var fresh = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                changed = Interlocked.CompareExchange(ref _changed, fresh, null) ?? fresh;
            }

            if (HasSeen(write))
            {
                return;
            }

            await changed.Task.WaitAsync(cancellationToken);
        }
    }

    private bool HasSeen(PendingWrite write)
    {
        var known = _store.Find(write.Key)?.Metadata;
        if (write.Version > 0
            && !(known is not null && Version(known.ResourceVersion) >= write.Version)
            && Seen(write.Key.Namespace) < write.Version)
        {
            return false;
        }

        return !write.IsDelete || known is null || known.DeletionTimestamp is not null || (write.Uid is not null && known.Uid != write.Uid);
    }

    private ulong Seen(string? namespaceName) => _progress.GetValueOrDefault(_namespaces[0] is null ? "" : namespaceName ?? "");

    private void Store(ObjectKey key, T resource, bool isInitial)
    {
        if (_settings.StripManagedFields)
        {
            resource.Metadata.ManagedFields = null;
        }

        var old = _store.Set(key, resource);
        Dispatch(new ObjectChange<T>(old, resource, isInitial));
    }

    private void Drop(ObjectKey key, T? last)
    {
        if (_store.Remove(key) is { } known)
        {
            Dispatch(new ObjectChange<T>(last ?? known, null, IsInitial: false));
        }
    }

    private void Progress(string? namespaceName, string resourceVersion)
    {
        _progress[namespaceName ?? ""] = Version(resourceVersion);
        Interlocked.Exchange(ref _changed, null)?.TrySetResult();
    }

    private void Dispatch(ObjectChange<T> change)
    {
        foreach (var subscriber in _subscribers)
        {
            Call(subscriber, change);
        }
    }

    private void Call(Action<ObjectChange<T>> handler, ObjectChange<T> change)
    {
        try
        {
            handler(change);
        }
#pragma warning disable CA1031 // A subscriber's mistake must not end the watch for the others.
        catch (Exception e)
#pragma warning restore CA1031
        {
            HandlerFailed(_logger, Type.GroupResource, ObjectKey.Of((change.New ?? change.Old)!), e);
        }
    }

    private async Task ResyncAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
#pragma warning disable CA5394 // Spreads load; nothing secret depends on it.
            var period = _settings.ResyncPeriod * (0.9 + (0.2 * Random.Shared.NextDouble()));
#pragma warning restore CA5394
            await Task.Delay(period, _settings.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cancellationToken.IsCancellationRequested)
            {
                return;
            }

            lock (_dispatch)
            {
                foreach (var resource in _store.List(null, null))
                {
                    Dispatch(new ObjectChange<T>(resource, resource, IsInitial: true));
                }
            }
        }
    }

    private static ulong Version(string? resourceVersion) =>
        ulong.TryParse(resourceVersion, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0;

    [LoggerMessage(20, LogLevel.Error, "A subscriber to {Resource} failed on {Key}")]
    private static partial void HandlerFailed(ILogger logger, string resource, ObjectKey key, Exception exception);

    private sealed class Subscription(Informer<T> informer, Action<ObjectChange<T>> handler) : IDisposable
    {
        public void Dispose()
        {
            lock (informer._dispatch)
            {
                informer._subscribers.Remove(handler);
            }
        }
    }
}
